import * as z from 'zod'
import type { ReadTx, SystemTx, Tx } from '../postgres/client.ts'

export const tenantColumns = [
  'tenant.slug',
  'tenant.name',
  'tenant.currency',
  'tenant.time_zone',
  'tenant.number_prefix',
  'tenant.sales_mode',
  'tenant.tax_inclusive',
  'tenant.commission_base',
  'tenant.commission_tax_ppm',
] as const

const TenantRow = z.object({
  slug: z.string(),
  name: z.string(),
  currency: z.string(),
  time_zone: z.string(),
  number_prefix: z.string(),
  sales_mode: z.enum(['agent', 'merchant_of_record']),
  tax_inclusive: z.boolean(),
  commission_base: z.enum(['net', 'gross']),
  commission_tax_ppm: z.int(),
})

export type Tenant = {
  id: string
  slug: string
  name: string
  currency: string
  timeZone: string
  numberPrefix: string
  salesMode: 'agent' | 'merchant_of_record'
  taxInclusive: boolean
  commissionBase: 'net' | 'gross'
  commissionTaxPpm: number
}

/** Reads a row that carries `tenantColumns`, among others. */
export function tenantFromRow(id: string, row: unknown): Tenant {
  const { slug, name, currency, ...rules } = TenantRow.parse(row)
  return {
    id,
    slug,
    name,
    currency,
    timeZone: rules.time_zone,
    numberPrefix: rules.number_prefix,
    salesMode: rules.sales_mode,
    taxInclusive: rules.tax_inclusive,
    commissionBase: rules.commission_base,
    commissionTaxPpm: rules.commission_tax_ppm,
  }
}

/** Sign-in and the storefront name their tenant by slug, before one is set. */
export async function findTenantBySlug(tx: SystemTx | ReadTx, slug: string): Promise<Tenant | undefined> {
  const row = await tx
    .selectFrom('tenant')
    .select(['tenant.id', ...tenantColumns])
    .where('slug', '=', slug)
    .executeTakeFirst()
  return row && tenantFromRow(row.id, row)
}

/** A message from outside names its tenant by id, before one is set. */
export async function findTenantById(tx: SystemTx | ReadTx, tenantId: string): Promise<Tenant | undefined> {
  const row = await tx.selectFrom('tenant').select(tenantColumns).where('id', '=', tenantId).executeTakeFirst()
  return row && tenantFromRow(tenantId, row)
}

/** Every marketplace of this installation. */
export async function listTenantSlugs(tx: SystemTx): Promise<string[]> {
  const rows = await tx.selectFrom('tenant').select('slug').orderBy('slug').execute()
  return rows.map(({ slug }) => slug)
}

/** For what goes through all of them by itself. */
export async function listTenantIds(tx: SystemTx): Promise<string[]> {
  const rows = await tx.selectFrom('tenant').select('id').orderBy('slug').execute()
  return rows.map(({ id }) => id)
}

export async function insertTenant(tx: Tx, tenant: Omit<Tenant, 'id'>): Promise<void> {
  await tx
    .insertInto('tenant')
    .values({
      id: tx.tenantId,
      slug: tenant.slug,
      name: tenant.name,
      currency: tenant.currency,
      time_zone: tenant.timeZone,
      number_prefix: tenant.numberPrefix,
      sales_mode: tenant.salesMode,
      tax_inclusive: tenant.taxInclusive,
      commission_base: tenant.commissionBase,
      commission_tax_ppm: tenant.commissionTaxPpm,
    })
    .execute()
}
