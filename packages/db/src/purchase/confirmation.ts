import type { Money } from '@mainstay/domain/money/money'
import { sumOf } from '@mainstay/domain/money/sum'
import { recordChange } from '../command/record.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { found } from '../postgres/not-found.ts'
import { statement } from '../postgres/statement.ts'

/** What a buyer is told of a purchase. Amounts are minor units of `currency`. */
export type PurchaseForBuyer = {
  shopName: string
  buyerName: string
  buyerEmail: string
  number: string
  currency: string
  lines: { title: string; quantity: number; amount: number }[]
  shipping: number
  total: number
}

export type RefundForBuyer = {
  shopName: string
  buyerName: string
  buyerEmail: string
  purchaseNumber: string
  amount: Money
}

// What was given with the purchase, however the buyer's record reads by now. A release from before this column may still
// be placing purchases while this one starts.
const mailTo = 'coalesce(purchase.buyer_email, buyer.email) as email'

const headColumns = { shop_name: 'text', buyer_name: 'text', email: 'text', number: 'text', currency: 'text' } as const

const selectHead = statement(
  headColumns,
  `select tenant.name as shop_name, purchase.buyer_name, ${mailTo}, purchase.number, purchase.currency
   from purchase
   join buyer on buyer.tenant_id = purchase.tenant_id and buyer.id = purchase.buyer_id
   join tenant on tenant.id = purchase.tenant_id
   where purchase.tenant_id = $1 and purchase.id = $2`,
)

const selectLines = statement(
  { kind: 'text', title: 'text', quantity: 'int', payable: 'bigint' },
  `select line.kind, line.title, line.quantity, line.payable
   from order_line line
   join "order" on "order".tenant_id = line.tenant_id and "order".id = line.order_id
   where line.tenant_id = $1 and "order".purchase_id = $2 and "order".status <> 'canceled'
   order by "order".position, line.position`,
)

/** The parts of a purchase that were not canceled, as its buyer knows them. Throws NotFound. */
export async function getPurchaseForBuyer(tx: ReadTx, purchaseId: string): Promise<PurchaseForBuyer> {
  const [heads, lines] = await Promise.all([
    selectHead(tx, [tx.tenantId, purchaseId]),
    selectLines(tx, [tx.tenantId, purchaseId]),
  ])
  const head = found('purchase', heads[0])
  const items = lines.filter((line) => line.kind === 'item')
  const total = sumOf(lines, (line) => line.payable)
  return {
    shopName: head.shop_name,
    buyerName: head.buyer_name,
    buyerEmail: head.email,
    number: head.number,
    currency: head.currency,
    lines: items.map((line) => ({ title: line.title, quantity: line.quantity, amount: line.payable })),
    shipping: total - sumOf(items, (line) => line.payable),
    total,
  }
}

const selectRefund = statement(
  { ...headColumns, amount: 'bigint' },
  `select tenant.name as shop_name, purchase.buyer_name, ${mailTo}, purchase.number, refund.amount, refund.currency
   from refund
   join purchase on purchase.tenant_id = refund.tenant_id and purchase.id = refund.purchase_id
   join buyer on buyer.tenant_id = purchase.tenant_id and buyer.id = purchase.buyer_id
   join tenant on tenant.id = refund.tenant_id
   where refund.tenant_id = $1 and refund.id = $2`,
)

/** What a buyer is told of a refund. Throws NotFound. */
export async function getRefundForBuyer(tx: ReadTx, refundId: string): Promise<RefundForBuyer> {
  const [row] = await selectRefund(tx, [tx.tenantId, refundId])
  const { shop_name, buyer_name, email, number, amount, currency } = found('refund', row)
  return {
    shopName: shop_name,
    buyerName: buyer_name,
    buyerEmail: email,
    purchaseNumber: number,
    amount: { amount, currency },
  }
}

/** The buyer's address takes no mail: said where people look at the purchase, and nothing waits for it. */
export async function recordMailRefused(tx: Tx, purchaseId: string, reason: string): Promise<void> {
  const row = await tx
    .selectFrom('purchase')
    .select(['number', 'version'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', purchaseId)
    .executeTakeFirst()
  const { number, version } = found('purchase', row)
  await recordChange(tx, {
    action: 'purchase.refuseMail',
    subject: { type: 'purchase', id: purchaseId, label: number, version },
    purchaseId,
    reason,
    data: { number },
  })
}
