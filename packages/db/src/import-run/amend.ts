import type { ImportedOrder } from '@mainstay/domain/import-run/purchase'
import { openingAmendedEntry, openingName } from '@mainstay/domain/ledger/opening-entry'
import { formatMoney } from '@mainstay/domain/money/format'
import { orderNumber } from '@mainstay/domain/purchase/number'
import { v7 } from 'uuid'
import { recordChange } from '../command/record.ts'
import { openEarnings } from '../earning/earning.ts'
import { postEntries } from '../ledger/ledger.ts'
import type { Tx } from '../postgres/client.ts'
import { statement } from '../postgres/statement.ts'
import { insertPurchaseWords, replaceSellerWords } from '../purchase/word.ts'
import type { ImportBatch } from './batch.ts'
import { insertChanges } from './change.ts'
import type { Differing } from './compare.ts'
import { insertImportedLines, insertImportedOrders, type OrderToImport } from './lines.ts'
import { idOf, importProducts, importSellers } from './parties.ts'
import { listStanding, type StandingOrder, saveAmendedPurchases, saveLines, saveOrders } from './standing.ts'

/** One seller's part before and after: one of them is missing where the seller comes or goes. */
type Part = {
  purchase: Differing
  changeId: string
  /** Of the old system. */
  sellerId: string
  was: StandingOrder | undefined
  now: ImportedOrder | undefined
}

/**
 * Makes purchases what a mended file says they are. Orders and lines that the file no longer has stay as canceled and
 * withdrawn, of nothing, because entries name them; the journal gets the difference. The caller has locked the orders.
 */
export async function amendPurchases(tx: Tx, batch: ImportBatch, differing: readonly Differing[]): Promise<void> {
  if (differing.length === 0) return
  const changes = differing.map((each) => ({ ...each, id: v7(), version: each.there.version + 1 }))
  const standing = Map.groupBy(
    await listStanding(
      tx,
      changes.map(({ there }) => there.id),
    ),
    (order) => order.purchaseId,
  )
  const parts = changes.flatMap((change) => partsOf(change, standing.get(change.there.id) ?? []))
  const wanted = parts.flatMap((part) => part.now ?? [])
  const [sellerIds, productIds] = await Promise.all([
    importSellers(
      tx,
      wanted.map(({ sellerId }) => sellerId),
    ),
    importProducts(
      tx,
      wanted.flatMap(({ lines }) => lines.map(({ productId }) => productId)),
    ),
  ])
  const added = ordersToAdd(parts, { sellerIds, standing })
  const stayed = parts.flatMap(({ was, now }) => (was === undefined ? [] : [{ was, now }]))

  await replaceSellerWords(tx, soldBy(changes, sellerIds))
  await Promise.all([
    saveAmendedPurchases(tx, differing),
    saveOrders(tx, stayed),
    insertImportedOrders(tx, added, { tenant: batch.tenant, currency: batch.run.currency }),
  ])
  const missing = await saveLines(tx, stayed, productIds)
  const linesOfAdded = added.flatMap((order) =>
    order.lines.map((line, position) => ({ ...line, position, orderId: order.id })),
  )
  await insertImportedLines(tx, [...missing, ...linesOfAdded], { productIds, salesMode: batch.tenant.salesMode })
  await insertPurchaseWords(
    tx,
    changes.map(({ there }) => there.id),
  )
  book(tx, batch, { parts, added })
  await Promise.all([
    openEarnings(
      tx,
      added.map(({ id, ourSellerId }) => ({ id, sellerId: ourSellerId, currency: batch.run.currency })),
    ),
    insertChanges(
      tx,
      batch.run.id,
      changes.map((change) => ({
        ...change,
        linesBefore: (standing.get(change.there.id) ?? []).flatMap((order) => order.linesBefore),
      })),
    ),
    ...changes.map((change) => record(tx, batch, change)),
  ])
}

function soldBy(changes: readonly Differing[], sellerIds: ReadonlyMap<string, string>) {
  return changes.map(({ there: { id }, purchase: { orders } }) => ({
    id,
    sellerIds: orders.map(({ sellerId }) => idOf(sellerIds, sellerId)),
  }))
}

function partsOf(purchase: Differing & { id: string }, standing: readonly StandingOrder[]): Part[] {
  const live = new Map(standing.filter((order) => order.isStanding).map((order) => [order.sellerExternalId, order]))
  const bySeller = new Map(purchase.purchase.orders.map((order) => [order.sellerId, order]))
  return [...new Set([...bySeller.keys(), ...live.keys()])].map((sellerId) => ({
    purchase,
    changeId: purchase.id,
    sellerId,
    was: live.get(sellerId),
    now: bySeller.get(sellerId),
  }))
}

/** Letters of orders go on after the last there was, since nobody's order gets another number. */
function ordersToAdd(
  parts: readonly Part[],
  of: { sellerIds: ReadonlyMap<string, string>; standing: ReadonlyMap<string, readonly StandingOrder[]> },
): (OrderToImport & { part: Part })[] {
  const nextOf = new Map<string, number>()
  return parts.flatMap((part) => {
    const { now, was, purchase } = part
    if (now === undefined || was !== undefined) return []
    const { id, number } = purchase.there
    const last = Math.max(-1, ...(of.standing.get(id) ?? []).map((order) => order.position))
    const position = nextOf.get(id) ?? last + 1
    nextOf.set(id, position + 1)
    const ourSellerId = idOf(of.sellerIds, now.sellerId)
    const named = { id: v7(), position, number: orderNumber(number, position) }
    return [{ ...now, ...named, ourSellerId, purchase: { id, externalId: purchase.purchase.externalId }, part }]
  })
}

/** What is owed more or less to each seller than was opened, on the day this became known. */
function book(
  tx: Tx,
  { run }: ImportBatch,
  { parts, added }: { parts: readonly Part[]; added: readonly (OrderToImport & { part: Part })[] },
): void {
  const addedOf = new Map(added.map((order) => [order.part, order]))
  const moved = parts.flatMap((part) => {
    const more = owed(part.now) - (part.was?.payable ?? 0)
    const order = addedOf.get(part) ?? part.was
    if (order === undefined || more === 0) return []
    const sellerId = 'ourSellerId' in order ? order.ourSellerId : order.sellerId
    const entry = openingAmendedEntry(
      {
        importId: run.source,
        externalId: openingName(part.purchase.purchase.externalId, part.sellerId),
        account: { kind: 'seller_pending', owner: sellerId },
        amount: -more,
        orderId: order.id,
        sellerId,
        currency: run.currency,
        occurredAt: tx.act.at,
      },
      { id: part.changeId, importRunId: run.id },
    )
    return [{ entry, of: [order.id, part.purchase.there.id] as const }]
  })
  postEntries(
    tx,
    moved.map(({ entry }) => entry),
    { purchaseIdByOrder: new Map(moved.map(({ of }) => of)) },
  )
}

function owed(order: ImportedOrder | undefined): number {
  return order === undefined ? 0 : order.items + order.freight
}

/** Fields of an audit entry; a longer list is in the change of the run. */
const fieldsMax = 50

function record(tx: Tx, { run }: ImportBatch, change: Differing & { version: number }): Promise<void> {
  const { there, purchase, version, differences } = change
  const total = formatMoney({ amount: purchase.items + purchase.freight, currency: run.currency })
  return recordChange(tx, {
    action: 'purchase.amend',
    subject: { type: 'purchase', id: there.id, label: there.number, version },
    purchaseId: there.id,
    changes: differences.slice(0, fieldsMax).map(({ what, was, is }) => ({ field: what, before: was, after: is })),
    reason: `Amended by a file of ${run.source}`,
    data: { source: run.source, importRunId: run.id, total, orders: purchase.orders.length },
  })
}

/** Locks the orders of purchases, in the order of their ids, so that nothing happens to them while they change. */
export async function lockImported(tx: Tx, purchaseIds: readonly string[]): Promise<void> {
  if (purchaseIds.length > 0) await lockOrders(tx, [tx.tenantId, purchaseIds])
}

const lockOrders = statement(
  { id: 'uuid' },
  'select id from "order" where tenant_id = $1 and purchase_id = any($2::uuid[]) order by id for no key update',
)
