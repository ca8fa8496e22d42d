import { createHash } from 'node:crypto'
import { eventOf } from '@mainstay/domain/audit/action'
import { importDifference } from '@mainstay/domain/import-run/difference'
import { type ImportedOrder, type ImportedPurchase, placedAtProxy } from '@mainstay/domain/import-run/purchase'
import type { ImportProblem } from '@mainstay/domain/import-run/row'
import { openingEntry } from '@mainstay/domain/ledger/opening-entry'
import type { Currency } from '@mainstay/domain/money/currency'
import { formatMoney } from '@mainstay/domain/money/format'
import type { LineKind } from '@mainstay/domain/order/line'
import { orderNumber, purchaseNumber } from '@mainstay/domain/purchase/number'
import { v7 } from 'uuid'
import { recordAudits } from '../audit/audit.ts'
import { openEarnings } from '../earning/earning.ts'
import { postEntries } from '../ledger/ledger.ts'
import { appendEvent } from '../outbox/outbox.ts'
import { takeTurns } from '../postgres/advisory-lock.ts'
import type { Tx } from '../postgres/client.ts'
import { known, statement } from '../postgres/statement.ts'
import type { Buyer } from '../purchase/buyer.ts'
import { insertPurchaseWords } from '../purchase/word.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { recordImportErrors } from './import-run.ts'
import { insertImportedLines, insertImportedOrders, insertImportedPurchases } from './lines.ts'
import { importProducts, importSellers } from './parties.ts'

export type ImportBatch = {
  run: { id: string; source: string; currency: Currency }
  tenant: Pick<Tenant, 'numberPrefix' | 'salesMode' | 'taxInclusive'>
  buyer: Buyer
  purchases: readonly ImportedPurchase[]
}

export type ImportOutcome = { imported: number; present: number; conflicts: ImportProblem[] }

/**
 * Takes purchases of an old system over as they are: paid, accepted, with what is owed to each seller as an opening
 * balance. One that is there already is left alone; one that is there with other contents is reported and left alone.
 */
export async function importPurchases(tx: Tx, batch: ImportBatch): Promise<ImportOutcome> {
  // Imports of one tenant take turns, so that none makes what another is making.
  await takeTurns(tx, `import ${tx.tenantId}`)
  const { present, fresh, conflicts } = await compare(tx, batch)
  await recordImportErrors(tx, batch.run.id, conflicts)
  const imported = fresh.length === 0 ? [] : await insertFresh(tx, { ...batch, purchases: fresh })
  await linkToRun(tx, batch.run.id, [...present, ...imported])
  return { imported: imported.length, present: present.length, conflicts }
}

const selectKnown = statement(
  // Compared with ids that are there.
  { id: 'uuid', external_id: known<string>('text?'), currency: 'text', placed_at: 'timestamptz' },
  `select id, external_id, currency, placed_at
   from purchase
   where tenant_id = $1 and source = 'import' and external_id = any($2::text[])`,
)

const selectKnownLines = statement(
  {
    purchase_id: 'uuid',
    seller_id: known<string>('text?'),
    kind: known<LineKind>('text'),
    item_id: known<string>('text?'),
    product_id: 'text',
    amount: 'bigint',
  },
  `select part.purchase_id, seller.external_id as seller_id, line.kind, line.external_id as item_id, line.sku as product_id,
     line.list as amount
   from "order" part
   join seller on seller.tenant_id = part.tenant_id and seller.id = part.seller_id
   join order_line line on line.tenant_id = part.tenant_id and line.order_id = part.id
   where part.tenant_id = $1 and part.purchase_id = any($2::uuid[])`,
)

async function compare(
  tx: Tx,
  { run, purchases }: ImportBatch,
): Promise<{ present: string[]; fresh: ImportedPurchase[]; conflicts: ImportProblem[] }> {
  const rows = await selectKnown(tx, [tx.tenantId, purchases.map((purchase) => purchase.externalId)])
  const lines = rows.length === 0 ? [] : await selectKnownLines(tx, [tx.tenantId, rows.map(({ id }) => id)])
  const linesOf = Map.groupBy(lines, (line) => line.purchase_id)
  const there = new Map(
    rows.map((row) => [
      row.external_id,
      {
        currency: row.currency,
        placedAt: row.placed_at,
        lines: (linesOf.get(row.id) ?? []).map(
          ({ seller_id: sellerId, item_id: itemId, product_id: productId, ...line }) => ({
            ...line,
            sellerId,
            itemId,
            productId,
          }),
        ),
      },
    ]),
  )
  const conflicts = purchases.flatMap((purchase) => {
    const before = there.get(purchase.externalId)
    const difference = before && importDifference(before, { purchase, currency: run.currency })
    return difference === undefined ? [] : [conflict(purchase, difference)]
  })
  const refused = new Set(conflicts.map((each) => each.purchaseExternalId))
  return {
    conflicts,
    fresh: purchases.filter(({ externalId }) => !there.has(externalId)),
    present: rows.filter((row) => !refused.has(row.external_id)).map((row) => row.id),
  }
}

function conflict({ line, externalId }: ImportedPurchase, difference: string): ImportProblem {
  return {
    line,
    field: 'order_id',
    message:
      `is imported already with other contents: ${difference}; what is imported stays, so take it out of the file, or ` +
      "import another shop's file into a tenant of its own",
    purchaseExternalId: externalId,
  }
}

async function insertFresh(tx: Tx, batch: ImportBatch): Promise<string[]> {
  const { run, tenant, purchases } = batch
  const orders = purchases.flatMap((purchase) => purchase.orders)
  const lines = orders.flatMap((order) => order.lines)
  const [sellerIds, productIds, numbers] = await Promise.all([
    importSellers(
      tx,
      orders.map((order) => order.sellerId),
    ),
    importProducts(
      tx,
      lines.map((line) => line.productId),
    ),
    freeNumbers(tx, batch),
  ])

  const numbered = purchases.map((purchase) => ({
    ...purchase,
    id: v7(),
    number: idOf(numbers, purchase.externalId),
    sellerIds: purchase.orders.map((order) => idOf(sellerIds, order.sellerId)),
  }))
  const parts = numbered.flatMap((purchase) =>
    purchase.orders.map((order, position) => ({
      ...order,
      id: v7(),
      position,
      purchase,
      number: orderNumber(purchase.number, position),
      ourSellerId: idOf(sellerIds, order.sellerId),
    })),
  )

  await Promise.all([
    insertImportedPurchases(tx, numbered, { ...batch, placedBy: tx.act.actor.name, placedAtProxy }),
    insertImportedOrders(tx, parts, { tenant, currency: run.currency }),
    insertImportedLines(tx, parts, productIds),
    insertPurchaseWords(
      tx,
      numbered.map(({ id }) => id),
    ),
  ])
  postEntries(
    tx,
    parts.filter((part) => owed(part) > 0).map((part) => opening(part, run)),
    { purchaseIdByOrder: new Map(parts.map((part) => [part.id, part.purchase.id])) },
  )
  await Promise.all([
    openEarnings(
      tx,
      parts.map((part) => ({ id: part.id, sellerId: part.ourSellerId, currency: run.currency })),
    ),
    recordAudits(
      tx,
      numbered.map((purchase) => ({
        action: 'purchase.import',
        subject: { type: 'purchase', id: purchase.id, label: purchase.number },
        purchaseId: purchase.id,
        changes: [
          { field: 'externalId', before: null, after: purchase.externalId },
          { field: 'total', before: null, after: totalOf(purchase, run.currency) },
          { field: 'orders', before: null, after: purchase.orders.length },
        ],
        reason: `Imported from ${run.source}`,
      })),
    ),
    appendEvent(tx, {
      type: eventOf('importRun.take'),
      version: 1,
      subject: { type: 'import_run', id: run.id, version: 1 },
      data: {
        source: run.source,
        purchases: numbered.map(({ id, number, externalId }) => ({ id, number, externalId })),
      },
    }),
  ])
  return numbered.map(({ id }) => id)
}

function owed(order: Pick<ImportedOrder, 'items' | 'freight'>): number {
  return order.items + order.freight
}

function opening(
  part: ImportedOrder & { id: string; ourSellerId: string; purchase: { externalId: string } },
  run: ImportBatch['run'],
) {
  return openingEntry({
    importId: run.source,
    externalId: `${part.purchase.externalId}:${part.sellerId}`,
    account: { kind: 'seller_pending', owner: part.ourSellerId },
    amount: -owed(part),
    orderId: part.id,
    sellerId: part.ourSellerId,
    currency: run.currency,
    occurredAt: part.placedAt,
  })
}

/** Numbers made from the old ids, so that a purchase has the same one wherever it is imported; a taken one is passed over. */
async function freeNumbers(tx: Tx, { run, tenant, purchases }: ImportBatch): Promise<Map<string, string>> {
  const chosen = new Map<string, string>()
  for (let attempt = 0; chosen.size < purchases.length; attempt += 1) {
    const wanted = purchases
      .filter(({ externalId }) => !chosen.has(externalId))
      .map(({ externalId }) => ({
        externalId,
        number: numberOf(tenant.numberPrefix, [run.source, externalId, attempt]),
      }))
    const rows = await selectTaken(tx, [tx.tenantId, wanted.map(({ number }) => number)])
    const taken = new Set([...chosen.values(), ...rows.map(({ number }) => number)])
    for (const { externalId, number } of wanted) {
      if (taken.has(number)) continue
      taken.add(number)
      chosen.set(externalId, number)
    }
  }
  return chosen
}

const selectTaken = statement(
  { number: 'text' },
  'select number from purchase where tenant_id = $1 and number = any($2::text[])',
)

function numberOf(prefix: string, madeFrom: readonly [source: string, externalId: string, attempt: number]): string {
  const hash = createHash('sha256').update(JSON.stringify(madeFrom)).digest()
  return purchaseNumber(prefix, hash.subarray(0, 5))
}

function totalOf(purchase: ImportedPurchase, currency: Currency): string {
  return formatMoney({ amount: purchase.items + purchase.freight, currency })
}

function idOf(ids: ReadonlyMap<string, string>, externalId: string): string {
  const id = ids.get(externalId)
  if (id === undefined) throw new Error(`${externalId} was not made`)
  return id
}

async function linkToRun(tx: Tx, importRunId: string, purchaseIds: readonly string[]): Promise<void> {
  // A run that goes on after it was killed meets what it has linked before.
  await insertLinks(tx, [tx.tenantId, importRunId, purchaseIds])
}

const insertLinks = statement(
  { tenant_id: 'uuid' },
  `insert into import_run_purchase (tenant_id, import_run_id, purchase_id)
   select $1, $2, unnest($3::uuid[])
   on conflict (tenant_id, import_run_id, purchase_id) do nothing
   returning tenant_id`,
)
