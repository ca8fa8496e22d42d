import pg from 'pg'
import { v7 } from 'uuid'

const offers = 200

/**
 * The least an honest order can be: a purchase, two orders, their lines, the payment and guarded stock, in one transaction
 * of seven prepared statements. No tenant, no audit, no events, no indexes but the primary keys.
 */
export async function openSmallestOrder(url: string, connections: number) {
  const pool = new pg.Pool({ connectionString: url, max: connections })
  // DROP DATABASE cuts what is still idle.
  pool.on('error', () => {})
  await pool.query(`
    create table smallest_purchase (id uuid primary key, number text, buyer text, total bigint, placed_at timestamptz default now());
    create table smallest_order (id uuid primary key, purchase_id uuid, seller int, status text, payable bigint);
    create table smallest_line (id uuid primary key, order_id uuid, offer int, quantity int, unit_price bigint, title text);
    create table smallest_payment (id uuid primary key, purchase_id uuid, amount bigint, status text);
    create table smallest_stock (offer int primary key, available bigint);
    insert into smallest_stock select n, 1000000000 from generate_series(0, ${offers - 1}) n`)
  const insertPurchase = prepared('purchase', 'insert into smallest_purchase values ($1, $2, $3, $4)')
  const insertOrders = prepared(
    'orders',
    "insert into smallest_order select id, $2, seller, 'placed', payable from unnest($1::uuid[], $3::int[], $4::bigint[]) o (id, seller, payable)",
  )
  const insertLines = prepared(
    'lines',
    `insert into smallest_line select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::bigint[], $6::text[])`,
  )
  const insertPayment = prepared('payment', "insert into smallest_payment values ($1, $2, $3, 'created')")
  // In one order for all buyers, as ours are.
  const takeStock = prepared(
    'stock',
    `with wanted as (select s.offer from smallest_stock s where s.offer = any($1::int[]) order by s.offer for no key update)
     update smallest_stock s set available = s.available - 1 from wanted w where s.offer = w.offer and s.available >= 1`,
  )

  async function place(index: number): Promise<void> {
    const client = await pool.connect()
    const [id, first, second] = [v7(), v7(), v7()]
    const wanted = [index % offers, (index + 1) % offers]
    await client.query('begin')
    await client.query(insertPurchase([id, `NW-${index}`, `buyer ${index}`, 4760]))
    await client.query(insertOrders([[first, second], id, [1, 2], [2380, 2380]]))
    await client.query(insertLines([[v7(), v7()], [first, second], wanted, [1, 1], [2380, 2380], ['Paper', 'Soap']]))
    await client.query(insertPayment([v7(), id, 4760]))
    const { rowCount } = await client.query(takeStock([wanted]))
    if (rowCount !== 2) throw new Error('the smallest order found no stock')
    await client.query('commit')
    client.release()
  }
  return { place, close: () => pool.end() }
}

function prepared(name: string, text: string) {
  return (values: unknown[]): pg.QueryConfig => ({ name, text, values })
}
