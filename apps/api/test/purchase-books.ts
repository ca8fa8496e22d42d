import type { PlacedAndStarted, Shop } from '@mainstay/workflows/test/shop'
import { expect } from 'vitest'

/** What the books, the orders and the queue say of a purchase. */
export async function booksOf(shop: Shop, { purchase }: PlacedAndStarted) {
  const [sums, entries, items, orders, refunds, disputes, payments] = await Promise.all([
    shop.look<{ kind: string; amount: number }>(
      `select account.kind, sum(posting.amount)::bigint as amount from journal_entry entry
       join posting on posting.tenant_id = entry.tenant_id and posting.entry_id = entry.id
       join account on account.tenant_id = posting.tenant_id and account.id = posting.account_id
       where entry.tenant_id = $1 and entry.purchase_id = $2
       group by 1 having sum(posting.amount) <> 0 order by 1`,
      purchase.id,
    ),
    kinds(shop, purchase.id),
    shop.look<{ kind: string }>(
      `select kind || ' ' || status as kind from work_item where tenant_id = $1 and purchase_id = $2 order by 1`,
      purchase.id,
    ),
    shop.look<{ refundable: number }>(
      `select sum(captured - returned - disputed)::bigint as refundable from order_line line
       join "order" on "order".tenant_id = line.tenant_id and "order".id = line.order_id
       where line.tenant_id = $1 and "order".purchase_id = $2`,
      purchase.id,
    ),
    shop.look<{ status: string; amount: number; origin: string }>(
      'select status, amount, origin from refund where tenant_id = $1 and purchase_id = $2 order by amount',
      purchase.id,
    ),
    shop.look<{ status: string; withdrawn: number }>(
      'select status, withdrawn from dispute where tenant_id = $1 and purchase_id = $2 order by opened_at',
      purchase.id,
    ),
    shop.look<{ status: string; refunded: number; purchase: string }>(
      `select payment.status, payment.refunded, purchase.payment_status as purchase from payment
       join purchase on purchase.tenant_id = payment.tenant_id and purchase.id = payment.purchase_id
       where payment.tenant_id = $1 and payment.purchase_id = $2`,
      purchase.id,
    ),
  ])
  return {
    balances: Object.fromEntries(sums.map(({ kind, amount }) => [kind, amount])),
    entries,
    workItems: items.map(({ kind }) => kind),
    refundable: orders[0]?.refundable,
    refunds: refunds.map(({ status, amount, origin }) => `${origin} ${status} ${amount}`),
    disputes: disputes.map(({ status, withdrawn }) => `${status} ${withdrawn}`),
    payment: payments[0],
  }
}

async function kinds(shop: Shop, purchaseId: string): Promise<string[]> {
  const rows = await shop.look<{ kind: string; count: number }>(
    `select kind, count(*)::int as count from journal_entry where tenant_id = $1 and purchase_id = $2 group by 1 order by 1`,
    purchaseId,
  )
  return rows.map(({ kind, count }) => `${count} ${kind}`)
}

/** No run of this payment is held or waits for the provider for ever. */
export async function allHeard(shop: Shop, { purchase }: PlacedAndStarted) {
  await expect
    .poll(
      () =>
        shop.look(
          `select kind, status from workflow_run where tenant_id = $1 and subject_id = $2 and status <> 'completed'`,
          purchase.paymentId,
        ),
      { timeout: 15_000 },
    )
    .toEqual([])
}
