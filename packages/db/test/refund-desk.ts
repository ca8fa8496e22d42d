import { randomBytes } from 'node:crypto'
import type { Approver } from '@mainstay/domain/access/actor'
import { accepted } from '@mainstay/domain/command/decision'
import { purchaseNumber } from '@mainstay/domain/purchase/number'
import { approveRefund } from '@mainstay/domain/refund/approve'
import { commitRefund } from '@mainstay/domain/refund/commit'
import { RequestRefund } from '@mainstay/domain/refund/refund'
import { requestRefund } from '@mainstay/domain/refund/request'
import type { z } from 'zod'
import type { Tx } from '../src/postgres/client.ts'
import { saveRefundDecision } from '../src/refund/approve.ts'
import { type LockedRefund, lockRefund } from '../src/refund/refund.ts'
import { insertRefund, lockOrderToRefund } from '../src/refund/request.ts'

type Person = { id: string; name: string }

/** Asks for a refund as the api does, and answers its id. */
export async function askForRefund(
  tx: Tx,
  person: Person,
  request: Omit<z.input<typeof RequestRefund>, 'reason' | 'note'>,
): Promise<string> {
  const input = RequestRefund.parse({ reason: 'defective', note: 'arrived broken', ...request })
  const order = await lockOrderToRefund(tx, input.orderId)
  const { amount, parts } = accepted(requestRefund(order, order.lines, input))
  return insertRefund(tx.as({ actor: { type: 'member', ...person }, reason: input.note }), {
    order,
    input,
    amount,
    parts,
    requestedBy: person,
    nextNumber: () => purchaseNumber('RF', randomBytes(5)),
  })
}

/** Releases a refund as the api does, with a limit that is high enough. */
export async function releaseRefund(tx: Tx, person: Person, refundId: string): Promise<LockedRefund> {
  const { at } = tx.act
  const refund = await lockRefund(tx, refundId)
  const limit = { permission: 'refund.approve', limit: { amount: 1_000_000, currency: refund.amount.currency } }
  const approver: Approver = { ...person, limits: [limit] }
  const after = accepted(approveRefund(refund, approver, { version: refund.version, at }))
  const commitment = accepted(commitRefund(refund, refund.books, at))
  const act = tx.as({ actor: { type: 'member', ...person } })
  return accepted(await saveRefundDecision(act, { before: refund, after, verdict: 'approve' }, commitment))
}
