import { fulfilmentStatusOf } from '@mainstay/domain/order/fulfilment'
import { OrderStatus } from '@mainstay/domain/order/lifecycle'
import { statusesOfParts } from '@mainstay/domain/purchase/parts'
import { PaymentStatus, ReturnStatus } from '@mainstay/domain/purchase/purchase'
import { RefundStatus } from '@mainstay/domain/refund/lifecycle'
import type { SellerStatus } from '@mainstay/domain/seller/lifecycle'
import * as fc from 'fast-check'
import { raw, type Tx } from '../src/postgres/client.ts'
import type { InsertedPurchase } from '../src/purchase/place.ts'
import { insertSeller, type Seller } from '../src/seller/seller.ts'
import { blumenhaus, type Market, openOffer, placeInMarket } from './market.ts'
import { hire } from './paid-purchase.ts'

export const hour = 3_600_000
export const firstPlaced = Date.parse('2026-11-20T06:00:00Z')
const purchaseCount = 24

export type SharedPurchases = { sellers: Seller[]; purchases: InsertedPurchase[]; staff: string[] }

/** Purchases of each two of three sellers in turn, and of all of them; two placed at each moment. */
export async function placeShared(tx: Tx, market: Market): Promise<SharedPurchases> {
  const third = await insertSeller(tx, { name: 'Ada Kabel', parent: market.operator })
  const offers = [market.paper, market.soap, await openOffer(tx, { seller: third, sku: 'CORD', unitPrice: 700 })]
  const staff = [(await hire(tx, market, 'Maria')).id, (await hire(tx, market, 'Jonas')).id]
  const purchases: InsertedPurchase[] = []
  for (let turn = 0; turn < purchaseCount; turn += 1) {
    const lines = offers.filter((_, index) => index !== turn % 4).map((offerId) => ({ offerId, quantity: 1 }))
    const buyer = { ...blumenhaus, externalId: `B-${turn % 3}`, name: ['Ahorn', 'Birke', 'Buche'][turn % 3] ?? '' }
    const now = new Date(firstPlaced + Math.floor(turn / 2) * hour)
    purchases.push(await placeInMarket(tx, market, { lines, now, buyer }))
  }
  return { sellers: [market.blom, market.hahn, third], purchases, staff }
}

/** What became of a part of a purchase; `shipBy` in hours from now. */
type Fate = {
  status: OrderStatus
  paymentStatus: PaymentStatus
  returnStatus: ReturnStatus
  payable: number
  shipBy: number | null
  refund: RefundStatus
}

type Fates = { ofParts: Fate[]; currencies: string[]; ofSellers: SellerStatus[] }

const fate: fc.Arbitrary<Fate> = fc.record({
  // What waits to be accepted is one in eighty otherwise.
  status: fc.constantFrom(...OrderStatus.options, 'placed', 'placed', 'placed'),
  paymentStatus: fc.constantFrom(...PaymentStatus.options, 'paid', 'authorized'),
  returnStatus: fc.constantFrom(...ReturnStatus.options),
  payable: fc.integer({ min: 0, max: 9 }),
  shipBy: fc.option(fc.integer({ min: -3, max: 3 })),
  refund: fc.constantFrom(...RefundStatus.options),
})

function exactly<T>(count: number, each: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.array(each, { minLength: count, maxLength: count })
}

const fates: fc.Arbitrary<Fates> = fc.record({
  ofParts: exactly(3 * purchaseCount, fate),
  currencies: exactly(purchaseCount, fc.constantFrom('EUR', 'BRL')),
  ofSellers: exactly(3, fc.constantFrom('active', 'paused', 'suspended')),
})

/** Draws by the seed and writes what was drawn; what is written of a whole purchase follows from all its parts. */
export async function befall(
  tx: Tx,
  market: SharedPurchases,
  { seed, now }: { seed: number; now: Date },
): Promise<void> {
  const [drawn] = fc.sample(fates, { seed, numRuns: 1 })
  if (drawn === undefined) throw new Error('nothing was drawn')
  for (const [index, { id }] of market.sellers.entries()) {
    const values = [tx.tenantId, id, drawn.ofSellers[index]]
    await raw(tx, 'update seller set status = $3 where tenant_id = $1 and id = $2', values)
  }
  const left = [...drawn.ofParts]
  for (const [index, purchase] of market.purchases.entries()) {
    const currency = drawn.currencies[index] ?? 'EUR'
    const parts = purchase.orders.flatMap(({ id }) => left.splice(0, 1).map((each) => ({ id, ...each })))
    for (const part of parts) {
      await writePart(tx, part, { currency, now })
      await writeRefund(tx, { ...part, purchase }, { currency, now, staff: market.staff })
    }
    const { paymentStatus, returnStatus } = statusesOfParts(parts)
    await raw(
      tx,
      `update purchase set payment_status = $3, fulfilment_status = $4, return_status = $5, total_amount = $6, currency = $7
       where tenant_id = $1 and id = $2`,
      [
        tx.tenantId,
        purchase.id,
        paymentStatus,
        fulfilmentStatusOf(parts),
        returnStatus,
        parts.reduce((sum, { payable }) => sum + payable, 0),
        currency,
      ],
    )
  }
}

type How = { currency: string; now: Date }

function writePart(tx: Tx, { id, shipBy, ...part }: Fate & { id: string }, { currency, now }: How): Promise<unknown> {
  const held = part.status === 'on_hold' ? ['placed', 'a question'] : [null, null]
  const due = shipBy === null ? null : new Date(now.getTime() + shipBy * hour - 1)
  return raw(
    tx,
    `update "order" set status = $3, payment_status = $4, return_status = $5, payable_amount = $6, ship_by = $7,
       currency = $8, held_from = $9, held_reason = $10
     where tenant_id = $1 and id = $2`,
    [tx.tenantId, id, part.status, part.paymentStatus, part.returnStatus, part.payable, due, currency, ...held],
  )
}

/** Each part has one, which has its id. */
function writeRefund(
  tx: Tx,
  { id, refund, purchase }: Pick<Fate, 'refund'> & { id: string; purchase: InsertedPurchase },
  { currency, now, staff }: How & { staff: readonly string[] },
): Promise<unknown> {
  const isUndecided = refund === 'requested' || refund === 'expired'
  const decided = isUndecided ? [null, null, null] : [staff[1], 'Jonas', now]
  const unknownSince = refund === 'unknown' ? now : null
  return raw(
    tx,
    `insert into refund (tenant_id, id, number, purchase_id, order_id, seller_id, payment_id, currency, amount, status, reason,
       note, bearer, seller_share_ppm, commission_policy, requested_by, requested_by_name, requested_at, decided_by,
       decided_by_name, decided_at, unknown_since)
     values ($1, $2::uuid, 'RF-' || $2::text, $3, $2::uuid,
       (select seller_id from "order" where tenant_id = $1 and id = $2::uuid), $4, $5, 1, $6, 'other', 'a note', 'seller', 1000000, 'return', $7, 'Maria',
       $8, $9, $10, $11, $12)
     on conflict on constraint refund_pkey do update set status = excluded.status, currency = excluded.currency,
       decided_by = excluded.decided_by, decided_by_name = excluded.decided_by_name, decided_at = excluded.decided_at,
       unknown_since = excluded.unknown_since`,
    [tx.tenantId, id, purchase.id, purchase.paymentId, currency, refund, staff[0], now, ...decided, unknownSince],
  )
}
