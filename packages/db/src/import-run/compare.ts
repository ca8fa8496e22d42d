import { type ImportDifference, importDifferences } from '@mainstay/domain/import-run/difference'
import type { ImportedPurchase } from '@mainstay/domain/import-run/purchase'
import type { Currency } from '@mainstay/domain/money/currency'
import type { LineKind } from '@mainstay/domain/order/line'
import type { ReadTx } from '../postgres/client.ts'
import { known, type RowOf, statement } from '../postgres/statement.ts'

/** A purchase of the file, and the one that is there with other contents. */
export type Differing = {
  purchase: ImportedPurchase
  there: { id: string; number: string; version: number; currency: string }
  differences: ImportDifference[]
}

export type Compared = { present: { id: string; version: number }[]; fresh: ImportedPurchase[]; differing: Differing[] }

const selectKnown = statement(
  // Compared with ids that are there.
  {
    id: 'uuid',
    external_id: known<string>('text?'),
    number: 'text',
    version: 'int',
    currency: 'text',
    placed_at: 'timestamptz',
    is_taken: 'boolean',
  },
  `select id, external_id, number, version, currency, placed_at, exists (
     select from import_run_purchase link
     where link.tenant_id = purchase.tenant_id and link.import_run_id = $3 and link.purchase_id = purchase.id
   ) as is_taken
   from purchase
   where tenant_id = $1 and source = 'import' and external_id = any($2::text[])`,
)

const selectKnownLines = statement(
  {
    purchase_id: 'uuid',
    seller_id: known<string>('text?'),
    placed_at: 'timestamptz',
    kind: known<LineKind>('text'),
    item_id: known<string>('text?'),
    product_id: 'text',
    amount: 'bigint',
  },
  `select part.purchase_id, seller.external_id as seller_id, part.placed_at, line.kind, line.external_id as item_id,
     line.sku as product_id, line.list as amount
   from "order" part
   join seller on seller.tenant_id = part.tenant_id and seller.id = part.seller_id
   join order_line line on line.tenant_id = part.tenant_id and line.order_id = part.id and line.withdrawn_at is null
   where part.tenant_id = $1 and part.purchase_id = any($2::uuid[])`,
)

/**
 * Which purchases of a file are not there yet, which are there as they are in it, and which are there with other
 * contents. What the run has taken once is there, whatever a later file made of it since.
 */
export async function compareImport(
  tx: ReadTx,
  { run, purchases }: { run: { id: string | null; currency: Currency }; purchases: readonly ImportedPurchase[] },
): Promise<Compared> {
  const rows = await selectKnown(tx, [tx.tenantId, purchases.map((purchase) => purchase.externalId), run.id])
  const lines = rows.length === 0 ? [] : await selectKnownLines(tx, [tx.tenantId, rows.map(({ id }) => id)])
  const linesOf = Map.groupBy(lines, (line) => line.purchase_id)
  const there = new Map(rows.map((row) => [row.external_id, row]))
  const compared: Compared = { present: [], fresh: [], differing: [] }
  for (const purchase of purchases) {
    const row = there.get(purchase.externalId)
    if (row === undefined) compared.fresh.push(purchase)
    else {
      const before = knownFromRows(row, linesOf.get(row.id) ?? [])
      const differences = row.is_taken ? [] : importDifferences(before, { purchase, currency: run.currency })
      if (differences.length === 0) compared.present.push(row)
      else compared.differing.push({ purchase, there: row, differences })
    }
  }
  return compared
}

function knownFromRows(
  { currency, placed_at }: RowOf<typeof selectKnown>,
  lines: readonly RowOf<typeof selectKnownLines>[],
) {
  return {
    currency,
    placedAt: placed_at,
    days: new Map(lines.map((line) => [line.seller_id, line.placed_at])),
    lines: lines.map(({ seller_id: sellerId, item_id: itemId, product_id: productId, kind, amount }) => ({
      sellerId,
      itemId,
      productId,
      kind,
      amount,
    })),
  }
}
