import { sumOf } from '@mainstay/domain/money/sum'
import { v7 } from 'uuid'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { rowsInto } from '../postgres/insert-rows.ts'
import { statement } from '../postgres/statement.ts'

/** Pieces of an offer wanted for an order line. An offer stands on at most one line of a purchase. */
type LineToHold = { offerId: string; orderId: string; orderLineId: string; quantity: number }

/**
 * Promises the pieces of all lines or of none, and answers what was available of each offer the moment its row was
 * locked: less than wanted on any line means nothing was taken. Rows are locked in the order of the offers' ids, so
 * that buyers of the same offers wait for each other and never in a circle.
 */
export async function takeStock(tx: Tx, lines: readonly LineToHold[]): Promise<Map<string, number>> {
  const rows = await takeOrNone(tx, [
    tx.tenantId,
    lines.map(({ offerId }) => offerId),
    lines.map(({ quantity }) => quantity),
  ])
  return new Map(rows.map((row) => [row.offer_id, row.available]))
}

// The lock is the weakest that guards the counts: orders that refer to the row do not wait for it.
const takeOrNone = statement(
  { offer_id: 'uuid', available: 'int' },
  `with locked as materialized (
    select stock.offer_id, wanted.quantity,
      stock.on_hand + stock.backorder - stock.held - stock.allocated as available
    from stock_level stock
    join unnest($2::uuid[], $3::int[]) as wanted (offer_id, quantity) on wanted.offer_id = stock.offer_id
    where stock.tenant_id = $1
    order by stock.offer_id
    for no key update of stock
  ), taken as (
    update stock_level stock
    set held = stock.held + locked.quantity, updated_at = now()
    from locked
    where stock.tenant_id = $1 and stock.offer_id = locked.offer_id
      and not exists (select from locked short where short.available < short.quantity)
    returning stock.offer_id
  )
  select offer_id, available from locked`,
)

/** Writes down which lines the pieces were taken for, and the movement of each. */
export async function insertStockHolds(tx: Tx, lines: readonly LineToHold[]): Promise<void> {
  const holds = lines.map((line) => ({ ...line, id: v7() }))
  await Promise.all([
    insertHolds(
      tx,
      holds.map((hold) => ({
        id: hold.id,
        offer_id: hold.offerId,
        order_id: hold.orderId,
        order_line_id: hold.orderLineId,
        quantity: hold.quantity,
        status: 'held',
      })),
    ),
    insertMovements(
      tx,
      holds.map((hold) => movement(tx, hold, { kind: 'held', held: hold.quantity })),
    ),
  ])
}

/** The pieces held for a purchase become its own once it is paid. Answers how many pieces; those let go are not there. */
export function saveStockAllocated(tx: Tx, purchaseId: string): Promise<number> {
  return endHolds(tx, purchaseId, { from: 'held', to: 'allocated' })
}

/** The pieces held for a purchase can be sold again. Answers how many pieces; a second time none. */
export function saveStockReleased(tx: Tx, purchaseId: string): Promise<number> {
  return endHolds(tx, purchaseId, { from: 'held', to: 'released' })
}

/** The pieces of a purchase that was canceled after they became its own can be sold again. */
export function saveAllocationReleased(tx: Tx, purchaseId: string): Promise<number> {
  return endHolds(tx, purchaseId, { from: 'allocated', to: 'released' })
}

/** How many pieces are still held for the purchase, and how many its lines want. */
export async function countHeld(tx: ReadTx, purchaseId: string): Promise<{ held: number; wanted: number }> {
  const [row] = await sumHolds(tx, [tx.tenantId, purchaseId])
  return row ?? { held: 0, wanted: 0 }
}

const sumHolds = statement(
  { held: 'int', wanted: 'int' },
  `select coalesce(sum(hold.quantity) filter (where hold.status = 'held'), 0)::int as held,
     coalesce(sum(hold.quantity), 0)::int as wanted
   from stock_hold hold
   join "order" on "order".tenant_id = hold.tenant_id and "order".id = hold.order_id
   where hold.tenant_id = $1 and "order".purchase_id = $2 and "order".status <> 'canceled'`,
)

export async function insertStockLevel(
  tx: Tx,
  level: { offerId: string; onHand: number; backorder?: number },
): Promise<void> {
  await tx
    .insertInto('stock_level')
    .values({
      tenant_id: tx.tenantId,
      offer_id: level.offerId,
      on_hand: level.onHand,
      backorder: level.backorder ?? 0,
    })
    .execute()
  await insertMovements(tx, [movement(tx, { offerId: level.offerId }, { kind: 'received', onHand: level.onHand })])
}

async function endHolds(
  tx: Tx,
  purchaseId: string,
  { from, to }: { from: 'held' | 'allocated'; to: 'allocated' | 'released' },
): Promise<number> {
  const holds = await moveHolds(tx, [tx.tenantId, purchaseId, from, to])
  const sign = { held: from === 'held' ? -1 : 0, allocated: Number(to === 'allocated') - Number(from === 'allocated') }
  await settleStock(tx, [
    tx.tenantId,
    holds.map((hold) => hold.offer_id),
    holds.map((hold) => hold.quantity),
    sign.held,
    sign.allocated,
  ])
  await insertMovements(
    tx,
    holds.map(({ id, offer_id: offerId, quantity }) => {
      const change = { kind: to, held: sign.held * quantity, allocated: sign.allocated * quantity }
      return movement(tx, { id, offerId }, change)
    }),
  )
  return sumOf(holds, (hold) => hold.quantity)
}

const moveHolds = statement(
  { id: 'uuid', offer_id: 'uuid', quantity: 'int' },
  `update stock_hold hold set status = $4, updated_at = now()
  from "order"
  where hold.tenant_id = $1 and "order".tenant_id = $1 and "order".id = hold.order_id
    and "order".purchase_id = $2 and hold.status = $3
  returning hold.id, hold.offer_id, hold.quantity`,
)

const settleStock = statement(
  { offer_id: 'uuid' },
  `with locked as materialized (
    select stock.offer_id, ended.quantity
    from stock_level stock
    join unnest($2::uuid[], $3::int[]) as ended (offer_id, quantity) on ended.offer_id = stock.offer_id
    where stock.tenant_id = $1
    order by stock.offer_id
    for no key update of stock
  )
  update stock_level stock
  set held = stock.held + $4::int * locked.quantity,
    allocated = stock.allocated + $5::int * locked.quantity,
    updated_at = now()
  from locked
  where stock.tenant_id = $1 and stock.offer_id = locked.offer_id
  returning stock.offer_id`,
)

const insertHolds = rowsInto('stock_hold', {
  id: 'uuid',
  offer_id: 'uuid',
  order_id: 'uuid',
  order_line_id: 'uuid',
  quantity: 'int',
  status: 'text',
})

const insertMovements = rowsInto('stock_movement', {
  id: 'uuid',
  offer_id: 'uuid',
  hold_id: 'uuid',
  kind: 'text',
  on_hand_change: 'int',
  held_change: 'int',
  allocated_change: 'int',
  occurred_at: 'timestamptz',
})

type StockChange = {
  kind: 'received' | 'held' | 'allocated' | 'released'
  onHand?: number
  held?: number
  allocated?: number
}

function movement(tx: Tx, hold: { id?: string; offerId: string }, change: StockChange) {
  return {
    id: v7(),
    offer_id: hold.offerId,
    hold_id: hold.id ?? null,
    kind: change.kind,
    on_hand_change: change.onHand ?? 0,
    held_change: change.held ?? 0,
    allocated_change: change.allocated ?? 0,
    occurred_at: tx.act.at,
  }
}
