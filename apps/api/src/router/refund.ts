import { randomBytes } from 'node:crypto'
import { saveRefundDecision } from '@mainstay/db/refund/approve'
import { getRefundImpact, getStoredRefundImpact } from '@mainstay/db/refund/impact'
import { refunds } from '@mainstay/db/refund/list'
import { getRefund, getStoredRefund, lockRefund } from '@mainstay/db/refund/refund'
import { getOrderToRefund, insertRefund, lockOrderToRefund } from '@mainstay/db/refund/request'
import { listSellerIdsWithin } from '@mainstay/db/seller/seller'
import { accepted } from '@mainstay/domain/command/decision'
import { purchaseNumber } from '@mainstay/domain/purchase/number'
import { approveRefund, denyRefund } from '@mainstay/domain/refund/approve'
import { commitRefund } from '@mainstay/domain/refund/commit'
import {
  ApproveRefund,
  DenyRefund,
  GetRefund,
  Refund,
  RefundImpact,
  RequestRefund,
} from '@mainstay/domain/refund/refund'
import { requestRefund } from '@mainstay/domain/refund/request'
import { RefundVerdict, refundVerdict } from '@mainstay/domain/refund/verdict'
import { startWorkflow } from '@mainstay/workflows/engine/run-start'
import { payRefund } from '@mainstay/workflows/pay-refund'
import { v7 } from 'uuid'
import { listing } from '../http/listing.ts'
import { can, router } from '../http/trpc.ts'

export const refund = router({
  ...listing(refunds, {
    permission: 'refund.read',
    words: 'Refunds, newest first',
    path: '/refunds',
    item: Refund,
  }),

  get: can('refund.read', { summary: 'Read a refund', rest: { method: 'GET', path: '/refunds/{refundId}' } })
    .input(GetRefund)
    .output(Refund)
    .query(({ ctx, input }) =>
      ctx.read(async (tx) => getRefund(tx, input.refundId, await listSellerIdsWithin(tx, ctx.reach('refund.read')))),
    ),

  impact: can('refund.read', {
    summary: 'What a refund changes for everybody, against the books of today',
    rest: { method: 'GET', path: '/refunds/{refundId}/impact' },
  })
    .input(GetRefund)
    .output(RefundImpact)
    .query(({ ctx, input }) =>
      ctx.read(async (tx) => {
        const sellerIds = await listSellerIdsWithin(tx, ctx.reach('refund.read'))
        return accepted(await getStoredRefundImpact(tx, await getStoredRefund(tx, input.refundId, sellerIds)))
      }),
    ),

  verdict: can('refund.read', {
    summary: 'Whether who asks may release or turn down a refund, and what speaks against it',
    rest: { method: 'GET', path: '/refunds/{refundId}/verdict' },
  })
    .input(GetRefund)
    .output(RefundVerdict)
    .query(({ ctx, input }) =>
      ctx.read(async (tx) => {
        const sellerIds = await listSellerIdsWithin(tx, ctx.reach('refund.read'))
        const { stored, ...refund } = await getStoredRefund(tx, input.refundId, sellerIds)
        const { sellerPath } = stored
        const onlooker = {
          approver: ctx.approverAt(sellerPath),
          mayApprove: ctx.isInReach('refund.approve', sellerPath),
          mayDeny: ctx.isInReach('refund.deny', sellerPath),
        }
        return refundVerdict(refund, onlooker, { version: refund.version, at: ctx.now })
      }),
    ),

  preview: can('refund.read', {
    summary: 'What a refund would change, before anybody asks for it',
    rest: { method: 'POST', path: '/refunds/preview' },
  })
    .input(RequestRefund)
    .output(RefundImpact)
    .query(({ ctx, input }) =>
      ctx.read(async (tx) => {
        const order = await getOrderToRefund(tx, input.orderId)
        ctx.requireReach('refund.read', 'order', order.sellerPath)
        return accepted(await getRefundImpact(tx, order, input))
      }),
    ),

  request: can('refund.request', {
    summary: 'Ask for a refund; nothing moves until a second person releases it',
    rest: { method: 'POST', path: '/refunds' },
    needsIdempotencyKey: true,
  })
    .input(RequestRefund)
    .output(Refund)
    .mutation(({ ctx, input }) => {
      const requestedBy = ctx.requirePerson()
      return ctx.commit(
        async (tx) => {
          const order = await lockOrderToRefund(tx, input.orderId)
          ctx.requireReach('refund.request', 'order', order.sellerPath)
          const { amount, parts } = accepted(requestRefund(order, order.lines, input))
          const refundId = await insertRefund(tx, {
            order,
            input,
            amount,
            parts,
            requestedBy,
            nextNumber: () => purchaseNumber('RF', randomBytes(5)),
          })
          return getRefund(tx, refundId)
        },
        { reason: input.note },
      )
    }),

  approve: can('refund.approve', {
    summary: 'Release a refund that somebody else asked for',
    rest: { method: 'POST', path: '/refunds/{refundId}/approve' },
  })
    .input(ApproveRefund)
    .output(Refund)
    .mutation(({ ctx, input: { refundId, version, note } }) => {
      ctx.requirePerson()
      return ctx.commit(
        async (tx) => {
          const before = await lockRefund(tx, refundId)
          const { sellerPath } = before.stored
          ctx.requireReach('refund.approve', 'refund', sellerPath)
          const after = accepted(approveRefund(before, ctx.approverAt(sellerPath), { version, at: ctx.now, note }))
          const commitment = accepted(commitRefund(before, before.books, ctx.now))
          accepted(await saveRefundDecision(tx, { before, after, verdict: 'approve' }, commitment))
          await startWorkflow(tx, payRefund, {
            tenantId: tx.tenantId,
            id: v7(),
            input: { refundId },
            subject: { type: 'refund', id: refundId },
            purchaseId: before.purchase.id,
            correlationId: ctx.requestId,
            startedBy: ctx.actor.name,
          })
          return getRefund(tx, refundId)
        },
        { reason: note },
      )
    }),

  deny: can('refund.deny', {
    summary: 'Turn a refund down',
    rest: { method: 'POST', path: '/refunds/{refundId}/deny' },
  })
    .input(DenyRefund)
    .output(Refund)
    .mutation(({ ctx, input: { refundId, version, note } }) => {
      const person = ctx.requirePerson()
      return ctx.commit(
        async (tx) => {
          const before = await lockRefund(tx, refundId)
          ctx.requireReach('refund.deny', 'refund', before.stored.sellerPath)
          const after = accepted(denyRefund(before, person, { version, at: ctx.now, note }))
          accepted(await saveRefundDecision(tx, { before, after, verdict: 'deny' }))
          return getRefund(tx, refundId)
        },
        { reason: note },
      )
    }),
})
