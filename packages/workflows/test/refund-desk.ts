import { inTenant, type Tx } from '@mainstay/db/postgres/client'
import { lockRefund } from '@mainstay/db/refund/refund'
import { claimRefund } from '@mainstay/db/refund/send'
import { hire, linesOf } from '@mainstay/db/test/paid-purchase'
import { askForRefund, releaseRefund } from '@mainstay/db/test/refund-desk'
import { writer } from '@mainstay/db/test/writer'
import { readInbox, readLedger } from '@mainstay/sandbox/test/control'
import { v7 } from 'uuid'
import { startWorkflow } from '../src/engine/run-start.ts'
import type { RunRef, Workflow } from '../src/engine/workflow.ts'
import { payRefund } from '../src/pay-refund.ts'
import type { Services } from '../src/services.ts'
import type { PlacedAndStarted, Shop } from './shop.ts'

export type ReleasedRefund = { refundId: string; run: RunRef; placed: PlacedAndStarted }

/** Two people who ask for refunds of a shop's purchases and release them. */
export async function openRefundDesk({ database, market, look, sandbox }: Shop) {
  const { tenantId } = market
  const commit = <R>(fn: Parameters<typeof inTenant<R>>[2]) => inTenant(database.rw, writer(tenantId), fn)
  const jonas = await commit((tx) => hire(tx, market, 'Jonas Weber'))
  const maria = await commit((tx) => hire(tx, market, 'Maria Lindholm'))

  async function ask(tx: Tx, { purchase }: PlacedAndStarted): Promise<string> {
    const [line] = await linesOf(tx, purchase.id)
    if (line === undefined) throw new Error('the purchase has a line')
    const lines = [{ orderLineId: line.id, amount: 1190, quantity: null }]
    return askForRefund(tx, jonas, { orderId: line.orderId, lines })
  }

  return {
    ask: (placed: PlacedAndStarted) => commit((tx) => ask(tx, placed)),

    /** Releases 11.90 of the first order of a paid purchase, and starts its sending. */
    release(placed: PlacedAndStarted, workflow: Workflow<Services, { refundId: string }> = payRefund) {
      return commit(async (tx): Promise<ReleasedRefund> => {
        const refundId = await ask(tx, placed)
        await releaseRefund(tx, maria, refundId)
        const run = { tenantId, id: v7() }
        const subject = { type: 'refund', id: refundId }
        await startWorkflow(tx, workflow, { ...run, input: { refundId }, subject, purchaseId: placed.purchase.id })
        return { refundId, run, placed }
      })
    },

    /** Claims the sending and goes no further, like a run whose journal was lost. */
    claim: ({ refundId }: Pick<ReleasedRefund, 'refundId'>) =>
      commit(async (tx) => {
        await claimRefund(tx, await lockRefund(tx, refundId))
      }),

    /** Releases a refund without starting its sending. */
    releaseOnly: (placed: PlacedAndStarted) =>
      commit(async (tx) => {
        const refundId = await ask(tx, placed)
        await releaseRefund(tx, maria, refundId)
        return refundId
      }),

    async startAgain({ refundId }: Pick<ReleasedRefund, 'refundId'>): Promise<RunRef> {
      const run = { tenantId, id: v7() }
      await commit((tx) => startWorkflow(tx, payRefund, { ...run, input: { refundId } }))
      return run
    },

    /** Everything a refund leaves behind, in our tables and outside. */
    async outcomeOf({ refundId, placed }: Pick<ReleasedRefund, 'refundId' | 'placed'>) {
      const kinds = async (text: string) => (await look<{ kind: string }>(text, refundId)).map(({ kind }) => kind)
      const [refund] = await look<{ status: string; attempt: number; refunded: number; pending: number }>(
        `select refund.status, refund.attempt, purchase.payment_status as purchase, payment.refunded,
           payment.refund_pending as pending
         from refund
         join purchase on purchase.tenant_id = refund.tenant_id and purchase.id = refund.purchase_id
         join payment on payment.tenant_id = refund.tenant_id and payment.id = refund.payment_id
         where refund.tenant_id = $1 and refund.id = $2`,
        refundId,
      )
      const { payments } = await readLedger(sandbox.url)
      const atProvider = payments.find((payment) => payment.paymentId === placed.purchase.paymentId)
      const mails = await readInbox(sandbox.url, placed.email)
      return {
        ...refund,
        entries: await kinds(
          `select kind from journal_entry where tenant_id = $1 and source_id = $2 order by posted_at, kind`,
        ),
        workItems: await kinds(
          `select kind || ' ' || status as kind from work_item where tenant_id = $1 and subject_id = $2 order by kind`,
        ),
        atProvider: atProvider && [atProvider.refunds, atProvider.refunded],
        mails: new Set(mails.filter((mail) => mail.subject.includes('refund')).map((mail) => mail.messageId)).size,
      }
    },
  }
}

export type RefundDesk = Awaited<ReturnType<typeof openRefundDesk>>

/** What is left when the money went back: each thing once. */
export const sent = {
  status: 'succeeded',
  attempt: 1,
  purchase: 'partially_refunded',
  refunded: 1190,
  pending: 0,
  entries: ['refund_committed', 'refund_settled'],
  workItems: ['refund_waiting resolved'],
  atProvider: [1, 1190],
  mails: 1,
}
