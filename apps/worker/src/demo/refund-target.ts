import { listAll } from '@mainstay/db/list/list'
import { type ReadTx, readTenant } from '@mainstay/db/postgres/client'
import { purchases } from '@mainstay/db/purchase/list'
import { getPurchase } from '@mainstay/db/purchase/purchase'
import { unitsAmount } from '@mainstay/domain/order/line-effect'
import type { PurchaseOrder, PurchaseSummary } from '@mainstay/domain/purchase/purchase'
import { allOf, type DemoContext, type DemoMarketplace } from './demo-context.ts'
import { planPurchases } from './purchase-plan.ts'
import type { PlannedRefund } from './refund-plan.ts'

export type RefundTarget = {
  orderId: string
  line: { orderLineId: string; amount: number; quantity: number }
}

/** Chooses what each refund is about. A purchase is chosen once, unless it had a refund before. */
export type ChooseTarget = (refund: PlannedRefund, requestedAt: Date) => Promise<RefundTarget | undefined>

const candidatesMax = 40
const hoursToComplain = 6

export async function targetsOf({ ro, now }: DemoContext, { plan, tenant }: DemoMarketplace): Promise<ChooseTarget> {
  const bounding = planPurchases(plan, now).filter(({ fate }) => fate === 'refund_fails')
  const bounces = new Set(bounding.map(({ number }) => number))
  const paid = await readTenant(ro, tenant.id, (tx) =>
    listAll(tx, purchases, allOf({ now }, { paymentStatus: 'paid' })),
  )
  const free = new Map(paid.map((purchase) => [purchase.id, purchase]))

  return async ({ euros, decision }, requestedAt) => {
    const mustBounce = decision?.verdict === 'approved' && decision.sending === 'bounces'
    const latest = requestedAt.getTime() - hoursToComplain * 3_600_000
    const candidates = [...free.values()]
      .filter(({ number, placedAt }) => placedAt.getTime() < latest && bounces.has(number) === mustBounce)
      .slice(0, candidatesMax)
    const chosen = await readTenant(ro, tenant.id, (tx) => choose(tx, candidates, euros))
    if (chosen !== undefined) free.delete(chosen.purchaseId)
    return chosen
  }
}

/** The newest with pieces of one line worth that much; where none has, the dearest pieces below the most. */
async function choose(
  tx: ReadTx,
  candidates: readonly PurchaseSummary[],
  [least, most]: PlannedRefund['euros'],
): Promise<(RefundTarget & { purchaseId: string }) | undefined> {
  let best: (RefundTarget & { purchaseId: string }) | undefined
  for (const { id } of candidates) {
    const { orders, refunds } = await getPurchase(tx, id)
    if (refunds.length > 0) continue
    for (const target of orders.flatMap(piecesOf)) {
      const { amount } = target.line
      if (amount > most * 100 || amount <= (best?.line.amount ?? 0)) continue
      best = { ...target, purchaseId: id }
      if (amount >= least * 100) return best
    }
  }
  return best
}

function piecesOf({ id: orderId, lines }: PurchaseOrder): RefundTarget[] {
  return lines.flatMap((line) =>
    Array.from({ length: line.quantity }, (_, position) => {
      const quantity = position + 1
      const amount = unitsAmount(line, 0, quantity)
      return { orderId, line: { orderLineId: line.id, amount, quantity } }
    }),
  )
}
