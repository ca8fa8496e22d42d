import pg from 'pg'
import type { Market } from './market.ts'
import { vacuumWhole } from './vacuum-whole.ts'

/**
 * Writes so many purchases of one order each straight into the tables, a minute apart and the newest last, as the
 * superuser and without the checks of foreign keys. One in fifty is on hold, one in a hundred of unknown payment.
 */
export async function bulkPurchases(
  adminUrl: string,
  { tenantId, blom, hahn }: Pick<Market, 'tenantId' | 'blom' | 'hahn'>,
  count: number,
): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('set session_replication_role = replica')
    // The digest of a name in the form of a UUID version 8, which is made for such things.
    await client.query(`create function pg_temp.id_of(name text) returns uuid immutable
      return overlay(overlay(md5(name) placing '8' from 13) placing '8' from 17)::uuid`)
    await client.query(
      `insert into buyer (tenant_id, id, org_unit_id, external_id, name, email, street, postal_code, city, country)
       select $1::uuid, pg_temp.id_of('buyer ' || n || $1::uuid), pg_temp.id_of('unit ' || n), 'bulk-' || n, 'Buyer ' || lpad(n::text, 4, '0'),
         'buyer@example.com', 'Street', '1', 'City', 'DE'
       from generate_series(0, 999) n`,
      [tenantId],
    )
    await client.query(
      `insert into purchase (tenant_id, id, number, buyer_id, buyer_name, source, currency, item_amount, shipping_amount,
         total_amount, order_count, line_count, payment_status, fulfilment_status, return_status,
         ship_to_name, ship_to_street, ship_to_postal_code, ship_to_city, ship_to_country, placed_by, placed_at)
       select $1::uuid, pg_temp.id_of('purchase ' || n || $1::uuid), 'NW-B' || lpad(n::text, 7, '0'),
         pg_temp.id_of('buyer ' || n % 1000 || $1::uuid), 'Buyer ' || lpad((n % 1000)::text, 4, '0'), 'storefront', 'EUR', n, 0, n, 1, 1,
         case when n % 100 = 0 then 'unknown' else 'paid' end,
         case when n % 50 = 0 then 'on_hold' when n % 20 = 0 then 'placed' else 'delivered' end,
         'none', 'Name', 'Street', '1', 'City', 'DE', 'Storefront', timestamptz '2026-01-01' + n * interval '1 minute'
       from generate_series(1, $2::int) n`,
      [tenantId, count],
    )
    await client.query(
      `insert into "order" (tenant_id, id, purchase_id, seller_id, number, position, status, held_from, held_reason,
         payment_status, return_status, currency, sales_mode, tax_inclusive, item_amount, shipping_amount, payable_amount,
         seller_net_amount, commission_amount, hold_days, placed_at, ship_by)
       select $1::uuid, pg_temp.id_of('order ' || n || $1::uuid), pg_temp.id_of('purchase ' || n || $1::uuid),
         case when n % 500 = 0 then $3::uuid else $4::uuid end, 'NW-B' || lpad(n::text, 7, '0') || '-A', 0,
         case when n % 50 = 0 then 'on_hold' when n % 20 = 0 then 'placed' else 'delivered' end,
         case when n % 50 = 0 then 'placed' end, case when n % 50 = 0 then 'a question' end,
         case when n % 100 = 0 then 'unknown' else 'paid' end, 'none', 'EUR', 'agent', true, n, 0, n, n, 0, 7,
         timestamptz '2026-01-01' + n * interval '1 minute', timestamptz '2026-01-04' + n * interval '1 minute'
       from generate_series(1, $2::int) n`,
      [tenantId, count, blom.id, hahn.id],
    )
    await writeWords(client, tenantId)
    await client.query(
      `insert into offer (tenant_id, id, product_id, seller_id, sku, title, price_amount, currency, tax_rate_ppm,
         tax_category, status)
       select $1::uuid, pg_temp.id_of('offer ' || n || $1::uuid), pg_temp.id_of('product ' || n), $3::uuid, 'BULK-' || n, 'Title', n,
         'EUR', 190000, 'standard', case when n % 2 = 0 then 'live' else 'archived' end
       from generate_series(1, $2::int / 10) n`,
      [tenantId, count, blom.id],
    )
    // As the autovacuum leaves them: the index of words is read without the table.
    await vacuumWhole(client, 'purchase_word')
    await client.query('analyze offer, buyer, purchase, "order", seller, seller_word')
  } finally {
    await client.end()
  }
}

/** What `purchaseWords` makes of a number, a name, an address and a seller, of all of a tenant's purchases at once. */
async function writeWords(client: pg.Client, tenantId: string): Promise<void> {
  await client.query(
    `update purchase
     set words = ' #nw' || digits || ' #' || digits || ' <' || reverse('nw' || digits)
       || ' ~' || substr(digits, 2, 6) || ' ~' || substr(digits, 3, 5) || ' ~' || substr(digits, 4, 4)
       || ' ' || lower(buyer_name) || ' @post' || substr(buyer_name, 7) || 'buyerexample @' || substr(buyer_name, 7)
       || 'buyerexample @buyerexample $' || replace(part.seller_id::text, '-', '')
     from "order" part, lower(substr(part.number, 4, 8)) digits
     where purchase.tenant_id = $1 and part.tenant_id = $1 and part.purchase_id = purchase.id and purchase.words is null`,
    [tenantId],
  )
  await client.query(
    `insert into purchase_word (tenant_id, placed_at, purchase_id, word)
     select distinct $1::uuid, placed_at, id, word from purchase, unnest(string_to_array(ltrim(words), ' ')) word
     where tenant_id = $1
     order by word
     on conflict do nothing`,
    [tenantId],
  )
}
