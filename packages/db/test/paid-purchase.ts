import { v7 } from 'uuid'
import { insertMember, type Member } from '../src/access/member.ts'
import { claimAuthorization, recordAuthorized } from '../src/payment/authorization.ts'
import { claimCapture, recordCaptured } from '../src/payment/capture.ts'
import { lockPayment } from '../src/payment/payment.ts'
import { raw, type Tx } from '../src/postgres/client.ts'
import type { InsertedPurchase } from '../src/purchase/place.ts'
import type { Market } from './market.ts'

/** Authorizes and captures a placed purchase, as its workflow does; the provider keeps `fee` of it. */
export async function payFor(
  given: Tx,
  { paymentId, id }: Pick<InsertedPurchase, 'id' | 'paymentId'>,
  { at = new Date(), fee = 0 } = {},
) {
  const tx = given.as({ actor: { type: 'system', name: 'Mainstay' }, at })
  const reference = `pi_${id}`
  const claimed = await claimAuthorization(tx, await lockPayment(tx, paymentId))
  const amount = claimed.payment.amount
  const authorized = await recordAuthorized(tx, claimed.payment, { authorized: amount, providerReference: reference })
  const capture = await claimCapture(tx, authorized.payment)
  const balanceTransaction = fee === 0 ? null : { reference: `txn_${id}`, fee }
  await recordCaptured(tx, capture.payment, { amount, chargeReference: `ch_${id}`, balanceTransaction })
}

export async function hire(tx: Tx, market: Pick<Market, 'operator'>, name: string): Promise<Member> {
  return insertMember(tx, {
    name,
    email: `${v7()}@nordwind.example`,
    title: 'Finance',
    orgUnitId: market.operator.id,
    passwordHash: 'none',
  })
}

export type LineOfOrder = { id: string; orderId: string; payable: number; title: string }

/** The lines of a purchase, in the order of its orders. */
export function linesOf(tx: Tx, purchaseId: string): Promise<LineOfOrder[]> {
  return raw<LineOfOrder>(
    tx,
    `select line.id, line.order_id as "orderId", line.payable, line.title
     from order_line line
     join "order" on "order".tenant_id = line.tenant_id and "order".id = line.order_id
     where line.tenant_id = $1 and "order".purchase_id = $2
     order by "order".position, line.position`,
    [tx.tenantId, purchaseId],
  )
}
