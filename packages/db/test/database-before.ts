import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { migrate, migrationsFolder, readMigrations } from '../src/postgres/migrate.ts'
import { scratchDatabase } from './database.ts'

/** A database as it was before a migration, whose rows the superuser writes without the checks of foreign keys. */
export async function databaseBefore(migration: string) {
  const scratch = await scratchDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'migrations-'))
  const admin = new pg.Client({ connectionString: scratch.adminUrl })
  for (const { name } of readMigrations(migrationsFolder)) {
    if (name < migration) copyFileSync(join(migrationsFolder, name), join(folder, name))
  }
  await migrate(scratch.urls.app_migrator, { folder })
  await admin.connect()
  await admin.query('set session_replication_role = replica')
  return {
    admin,
    /** Applies it, and those named that came later. */
    async apply(...later: string[]) {
      for (const each of [migration, ...later]) copyFileSync(join(migrationsFolder, each), join(folder, each))
      await migrate(scratch.urls.app_migrator, { folder })
    },
    async close() {
      await admin.end()
      await scratch.close()
      rmSync(folder, { recursive: true })
    },
  }
}

export const tenantsBefore = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002']

/** One tenant with a buyer, a purchase and its payment, each under the tenant's id. */
export function purchaseBefore(tenantId: string): string {
  const id = `'${tenantId}'`
  return `
    insert into tenant (id, slug, name, currency, time_zone, number_prefix, sales_mode, tax_inclusive, commission_base,
      commission_tax_ppm)
    values (${id}, 't${tenantId.at(-1)}', 'Shop', 'EUR', 'Europe/Berlin', 'NW', 'agent', true, 'net', 0);
    insert into buyer (tenant_id, id, org_unit_id, external_id, name, email, street, postal_code, city, country)
    values (${id}, ${id}, ${id}, 'B-1', 'Buyer', '${tenantId}@shop.example', 'Street', '1', 'City', 'DE');
    insert into purchase (tenant_id, id, number, buyer_id, buyer_name, source, currency, item_amount, shipping_amount,
      total_amount, order_count, line_count, payment_status, fulfilment_status, return_status,
      ship_to_name, ship_to_street, ship_to_postal_code, ship_to_city, ship_to_country, placed_by, placed_at)
    values (${id}, ${id}, 'NW-1', ${id}, 'Buyer', 'storefront', 'EUR', 1, 0, 1, 1, 1, 'unpaid', 'placed', 'none',
      'Name', 'Street', '1', 'City', 'DE', 'Shop', '2026-11-20T12:00:00Z');
    insert into payment (tenant_id, id, purchase_id, provider, connection, currency, amount, status, payment_method,
      created_at)
    values (${id}, ${id}, ${id}, 'p', 'p', 'EUR', 1, 'authorizing', 'pm', '2026-11-20T12:00:00Z');`
}
