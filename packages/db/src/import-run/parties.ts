import type { NotNull } from 'kysely'
import { v7 } from 'uuid'
import type { OrgUnit } from '../access/org-unit.ts'
import { recordAudits } from '../audit/audit.ts'
import type { Tx } from '../postgres/client.ts'
import { rowsInto } from '../postgres/insert-rows.ts'
import { found } from '../postgres/not-found.ts'
import { insertSellerWords } from '../seller/word.ts'

/** Our ids by those of the old system. */
type IdsByExternal = ReadonlyMap<string, string>

/** The sellers an old system knew by these ids; those seen for the first time are made, under the operator. */
export async function importSellers(tx: Tx, externalIds: readonly string[]): Promise<IdsByExternal> {
  const known = await idsOf(tx, 'seller', externalIds)
  const missing = missingOf(known, externalIds)
  if (missing.length === 0) return known

  const operator = await getOperator(tx)
  const sellers = missing.map((externalId) => {
    const unitId = v7()
    return { id: v7(), externalId, name: `Seller ${shortened(externalId)}`, unitId, path: `${operator.path}${unitId}/` }
  })
  await Promise.all([
    insertOrgUnits(
      tx,
      sellers.map(({ unitId, name, path }) => ({ id: unitId, parent_id: operator.id, kind: 'seller', name, path })),
    ),
    insertSellers(
      tx,
      sellers.map(({ id, unitId, name, externalId }) => ({
        id,
        org_unit_id: unitId,
        name,
        status: 'active',
        external_id: externalId,
      })),
    ),
    insertSellerWords(
      tx,
      sellers.map((seller) => ({ ...seller, email: null, registrationNumber: null })),
    ),
    recordAudits(
      tx,
      sellers.map(({ id, name, externalId }) => ({
        action: 'seller.import',
        subject: { type: 'seller', id, label: name },
        changes: [{ field: 'externalId', before: null, after: externalId }],
      })),
    ),
  ])
  return withMade(known, sellers)
}

/** The products an old system knew by these ids; those seen for the first time are made. */
export async function importProducts(tx: Tx, externalIds: readonly string[]): Promise<IdsByExternal> {
  const known = await idsOf(tx, 'product', externalIds)
  const products = missingOf(known, externalIds).map((externalId) => ({ id: v7(), externalId }))
  await insertProducts(
    tx,
    products.map(({ id, externalId }) => ({ id, title: productTitle(externalId), external_id: externalId })),
  )
  return withMade(known, products)
}

/** The old system's file names no product, so its id stands for it. */
export function productTitle(externalId: string): string {
  return `Product ${shortened(externalId)}`
}

function shortened(externalId: string): string {
  // By characters: half of one is no text a database takes.
  return Array.from(externalId).slice(0, 8).join('')
}

async function idsOf(tx: Tx, table: 'seller' | 'product', externalIds: readonly string[]): Promise<IdsByExternal> {
  const rows = await tx
    .selectFrom(table)
    .select(['id', 'external_id'])
    .where('tenant_id', '=', tx.tenantId)
    .where('external_id', '=', (eb) => eb.fn.any(eb.val(externalIds)))
    .$narrowType<{ external_id: NotNull }>()
    .execute()
  return new Map(rows.map((row) => [row.external_id, row.id]))
}

function missingOf(known: IdsByExternal, externalIds: readonly string[]): string[] {
  return [...new Set(externalIds)].filter((externalId) => !known.has(externalId))
}

function withMade(known: IdsByExternal, made: readonly { id: string; externalId: string }[]): IdsByExternal {
  return new Map([...known, ...made.map(({ id, externalId }) => [externalId, id] as const)])
}

async function getOperator(tx: Tx): Promise<Pick<OrgUnit, 'id' | 'path'>> {
  const row = await tx
    .selectFrom('org_unit')
    .select(['id', 'path'])
    .where('tenant_id', '=', tx.tenantId)
    .where('parent_id', 'is', null)
    .executeTakeFirst()
  return found('operator', row)
}

const insertOrgUnits = rowsInto('org_unit', {
  id: 'uuid',
  parent_id: 'uuid',
  kind: 'text',
  name: 'text',
  path: 'text',
})
const insertSellers = rowsInto('seller', {
  id: 'uuid',
  org_unit_id: 'uuid',
  name: 'text',
  status: 'text',
  external_id: 'text',
})
const insertProducts = rowsInto('product', { id: 'uuid', title: 'text', external_id: 'text' })

/** Throws where nothing was made of it. */
export function idOf(ids: ReadonlyMap<string, string>, externalId: string): string {
  const id = ids.get(externalId)
  if (id === undefined) throw new Error(`${externalId} was not made`)
  return id
}
