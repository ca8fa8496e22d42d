import { createHash } from 'node:crypto'
import { eventOf } from '@mainstay/domain/audit/action'
import { type ImportedOrder, type ImportedPurchase, placedAtProxy } from '@mainstay/domain/import-run/purchase'
import type { ImportProblem } from '@mainstay/domain/import-run/row'
import { openingEntry, openingName } from '@mainstay/domain/ledger/opening-entry'
import type { Currency } from '@mainstay/domain/money/currency'
import { formatMoney } from '@mainstay/domain/money/format'
import { orderNumber, purchaseNumber } from '@mainstay/domain/purchase/number'
import { v7 } from 'uuid'
import { recordAudits } from '../audit/audit.ts'
import { openEarnings } from '../earning/earning.ts'
import { postEntries } from '../ledger/ledger.ts'
import { appendEvent } from '../outbox/outbox.ts'
import { takeTurns } from '../postgres/advisory-lock.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { statement } from '../postgres/statement.ts'
import { insertPurchaseWords } from '../purchase/word.ts'
import { amendPurchases, lockImported } from './amend.ts'
import type { ImportBatch } from './batch.ts'
import { changeOf, type ImportChange } from './change.ts'
import { compareImport, type Differing } from './compare.ts'
import { recordImportErrors } from './import-run.ts'
import { insertImportedLines, insertImportedOrders, insertImportedPurchases } from './lines.ts'
import { idOf, importProducts, importSellers } from './parties.ts'
import { sortDiffering } from './since.ts'

export type ImportOutcome = { imported: number; present: number; changed: ImportChange[]; conflicts: ImportProblem[] }

/**
 * Takes purchases of an old system over as they are: paid, accepted, with what is owed to each seller as an opening
 * balance. One that is there already is left alone; one that is there with other contents is reported, and left alone
 * or made what the file says.
 */
export async function importPurchases(tx: Tx, batch: ImportBatch): Promise<ImportOutcome> {
  const { run, applies = false } = batch
  // Imports of one tenant take turns, so that none makes what another is making.
  await takeTurns(tx, `import ${tx.tenantId}`)
  const { present, fresh, differing } = await compareImport(tx, batch)
  if (applies) await lockImported(tx, idsOfThere(differing))
  const { amended, conflicts } = await sortDiffering(tx, differing, { currency: run.currency, applies })
  await recordImportErrors(tx, run.id, conflicts)
  await amendPurchases(tx, batch, amended)
  const imported = fresh.length === 0 ? [] : await insertFresh(tx, { ...batch, purchases: fresh })
  const changed = amended.map(({ there }) => ({ id: there.id, version: there.version + 1 }))
  await linkToRun(tx, run.id, [...present, ...changed, ...imported])
  return { imported: imported.length, present: present.length, changed: amended.map(changeOf), conflicts }
}

/** What an import would do, if nobody does anything before it. */
export async function previewImport(
  tx: ReadTx,
  batch: { currency: Currency; purchases: readonly ImportedPurchase[]; applies: boolean },
): Promise<ImportOutcome> {
  const { currency, purchases, applies } = batch
  const { present, fresh, differing } = await compareImport(tx, { run: { id: null, currency }, purchases })
  const { amended, conflicts } = await sortDiffering(tx, differing, { currency, applies })
  return { imported: fresh.length, present: present.length, changed: amended.map(changeOf), conflicts }
}

function idsOfThere(differing: readonly Differing[]): string[] {
  return differing.map(({ there }) => there.id)
}

async function insertFresh(tx: Tx, batch: ImportBatch): Promise<{ id: string; version: number }[]> {
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
    insertImportedLines(
      tx,
      parts.flatMap((part) => part.lines.map((line, position) => ({ ...line, position, orderId: part.id }))),
      { productIds, salesMode: tenant.salesMode },
    ),
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
  return numbered.map(({ id }) => ({ id, version: 1 }))
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
    externalId: openingName(part.purchase.externalId, part.sellerId),
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

async function linkToRun(
  tx: Tx,
  importRunId: string,
  purchases: readonly { id: string; version: number }[],
): Promise<void> {
  // A run that goes on after it was killed meets what it has linked before.
  await insertLinks(tx, [
    tx.tenantId,
    importRunId,
    purchases.map(({ id }) => id),
    purchases.map(({ version }) => version),
  ])
}

const insertLinks = statement(
  { tenant_id: 'uuid' },
  `insert into import_run_purchase (tenant_id, import_run_id, purchase_id, purchase_version)
   select $1, $2, id, version from unnest($3::uuid[], $4::int[]) as taken (id, version)
   on conflict (tenant_id, import_run_id, purchase_id) do nothing
   returning tenant_id`,
)
