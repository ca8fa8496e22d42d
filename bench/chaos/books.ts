import { setTimeout as pause } from 'node:timers/promises'
import { isConnectionLost } from '@mainstay/db/postgres/connection-lost'
import type { ProviderLedger } from '@mainstay/sandbox/ledger'
import { readInbox, readLedger } from '@mainstay/sandbox/test/control'
import pg from 'pg'
import type { System } from './system.ts'

/** What became of one purchase, in all tables that tell of it. Amounts in minor units. */
export type PurchaseRow = {
  id: string
  key: string
  email: string
  total: number
  paymentId: string
  paymentStatus: string
  orders: number
  captures: number
  captureEntries: number
  feeEntries: number
  clearing: number
  pieces: number
  allocated: number
  held: number
  refundsWanted: number
  refundsSent: number
  runs: string[]
}

const purchasesOf = `
select p.id, b.external_id as key, b.email, p.total_amount::float8 as total, pay.id as "paymentId",
  p.payment_status as "paymentStatus",
  (select count(*)::int from "order" o where o.tenant_id = p.tenant_id and o.purchase_id = p.id) as orders,
  (select count(*)::int from capture c where c.tenant_id = p.tenant_id and c.payment_id = pay.id and c.status = 'succeeded') as captures,
  (select count(*)::int from journal_entry e where e.tenant_id = p.tenant_id and e.purchase_id = p.id and e.kind = 'capture') as "captureEntries",
  (select count(*)::int from journal_entry e where e.tenant_id = p.tenant_id and e.purchase_id = p.id and e.kind = 'provider_fee') as "feeEntries",
  (select coalesce(sum(s.amount), 0)::float8 from journal_entry e
    join posting s on s.tenant_id = e.tenant_id and s.entry_id = e.id
    join account a on a.tenant_id = s.tenant_id and a.id = s.account_id and a.kind = 'provider_clearing'
    where e.tenant_id = p.tenant_id and e.purchase_id = p.id) as clearing,
  h.pieces, h.allocated, h.held,
  (select count(*)::int from refund r where r.tenant_id = p.tenant_id and r.purchase_id = p.id and r.status not in ('requested', 'denied')) as "refundsWanted",
  (select count(*)::int from refund r where r.tenant_id = p.tenant_id and r.purchase_id = p.id and r.status = 'succeeded') as "refundsSent",
  (select coalesce(array_agg(w.kind || ' ' || w.status), '{}') from workflow_run w where w.tenant_id = p.tenant_id
    and w.subject_id in (select p.id union all select r.id from refund r where r.tenant_id = p.tenant_id and r.purchase_id = p.id)) as runs
from purchase p
join buyer b on b.tenant_id = p.tenant_id and b.id = p.buyer_id
join payment pay on pay.tenant_id = p.tenant_id and pay.purchase_id = p.id
cross join lateral (
  select coalesce(sum(h.quantity), 0)::int as pieces,
    coalesce(sum(h.quantity) filter (where h.status = 'allocated'), 0)::int as allocated,
    coalesce(sum(h.quantity) filter (where h.status = 'held'), 0)::int as held
  from stock_hold h join "order" o on o.tenant_id = h.tenant_id and o.id = h.order_id
  where h.tenant_id = p.tenant_id and o.purchase_id = p.id) h
where b.email like '%@chaos.example'`

const differencesOf = `
with posted as (select tenant_id, account_id, sum(amount) as amount from posting group by 1, 2),
kept as (select tenant_id, account_id, sum(balance) as amount from account_balance group by 1, 2)
select coalesce(sum(abs(coalesce(kept.amount, 0) - coalesce(posted.amount, 0))), 0)::float8
  + abs(coalesce(sum(posted.amount), 0))::float8 as difference
from posted full join kept using (tenant_id, account_id)`

const stockDifferencesOf = `
select count(*)::int as difference from stock_level l
left join lateral (
  select coalesce(sum(quantity) filter (where status = 'held'), 0) as held,
    coalesce(sum(quantity) filter (where status = 'allocated'), 0) as allocated
  from stock_hold h where h.tenant_id = l.tenant_id and h.offer_id = l.offer_id) h on true
where l.held <> h.held or l.allocated <> h.allocated`

const openRunsOf = `
select count(*)::int as open from workflow_run
where created_at >= $1 and status in ('queued', 'running', 'waiting')`

/** Our books, read from outside by the database's administrator, and the provider's beside them. */
export function openBooks({ administratorUrl, sandbox }: Pick<System, 'administratorUrl' | 'sandbox'>) {
  const pool = new pg.Pool({ connectionString: administratorUrl, max: 3 })
  pool.on('error', () => {})

  async function look<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    for (const deadline = Date.now() + outageMs; ; await pause(300)) {
      try {
        return (await pool.query<Row>(text, values)).rows
      } catch (error) {
        // The database is being killed, too.
        if (!isConnectionLost(error) || Date.now() > deadline) throw error
      }
    }
  }
  const first = async (text: string, values: unknown[] = []): Promise<number> => {
    const [row] = await look<Record<string, number>>(text, values)
    return Object.values(row ?? {})[0] ?? 0
  }

  return {
    look,
    purchases: () => look<PurchaseRow>(purchasesOf),
    /** Any line of an order. */
    lineOf: async (orderId: string) =>
      (await look<{ id: string }>('select id from order_line where order_id = $1 limit 1', [orderId]))[0]?.id,
    /**
     * How far postings are from zero and balances from their postings, of all tenants, in minor units; one more for each
     * offer whose counters are not what is held and allocated of it.
     */
    differences: async () => (await first(differencesOf)) + (await first(stockDifferencesOf)),
    openRunsSince: (since: Date) => first(openRunsOf, [since]),
    atProvider: () => readLedger(sandbox),
    mailsTo: async (email: string) => new Set((await readInbox(sandbox, email)).map((mail) => mail.messageId)).size,
    connect: async () => {
      const client = new pg.Client({ connectionString: administratorUrl })
      client.on('error', () => {})
      await client.connect()
      return client
    },
    close: () => pool.end(),
  }
}

const outageMs = 60_000

export type Books = ReturnType<typeof openBooks>
export type ProviderLine = ProviderLedger['payments'][number]
