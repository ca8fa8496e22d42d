import { balanceDifferences } from '@mainstay/db/ledger/reading'
import { lockPayment } from '@mainstay/db/payment/payment'
import { inTenant, raw, readTenant } from '@mainstay/db/postgres/client'
import { saveCancellation } from '@mainstay/db/purchase/cancel'
import type { InsertedPurchase } from '@mainstay/db/purchase/place'
import { isWorkedOn } from '@mainstay/db/purchase/run'
import { type TestDatabase, testDatabase } from '@mainstay/db/test/database'
import { openMarket } from '@mainstay/db/test/market'
import { placedPurchase } from '@mainstay/db/test/placed-purchase'
import { writer } from '@mainstay/db/test/writer'
import { accepted } from '@mainstay/domain/command/decision'
import { cancelPurchase as decideCancel } from '@mainstay/domain/purchase/cancel'
import { readInbox, readLedger } from '@mainstay/sandbox/test/control'
import { spawnSandbox } from '@mainstay/sandbox/test/spawn-sandbox'
import { v7 } from 'uuid'
import { cancelPurchase } from '../src/cancel-purchase.ts'
import { idleInTransactionLimit } from '../src/engine/commit.ts'
import { startWorkflow } from '../src/engine/run-start.ts'
import { startWorker, type Worker, type WorkerOptions } from '../src/engine/worker.ts'
import type { RunRef } from '../src/engine/workflow.ts'
import { payPurchase } from '../src/pay-purchase.ts'
import { runTransactions } from '../src/run-transaction.ts'
import type { Services } from '../src/services.ts'
import { type Outside, servicesFor } from './outside.ts'

type Look = <Row>(text: string, ...values: unknown[]) => Promise<Row[]>

export type PlacedAndStarted = { purchase: InsertedPurchase; run: RunRef; email: string }

const leaseMs = 2000
const shopActor = { type: 'system', name: 'Storefront' } as const

/** A market with a database of its own, whose money goes through a sandbox in a process of its own. */
export async function openShop(sandboxOptions: Parameters<typeof spawnSandbox>[0] = {}) {
  const database = await testDatabase({
    connectionsMax: 30,
    idleInTransactionTimeoutMillis: idleInTransactionLimit(leaseMs),
  })
  const sandbox = await spawnSandbox(sandboxOptions)
  const market = await openMarket(database.rw)
  const { tenantId } = market
  const workers: Worker[] = []
  const read: Services['read'] = (tenant, fn) => readTenant(database.ro, tenant, fn)

  function place(paymentMethod: string, { workflow = payPurchase } = {}): Promise<PlacedAndStarted> {
    const run = { tenantId, id: v7() }
    const email = `${run.id}@blumenhaus.example`
    return inTenant(database.rw, writer(tenantId), async (tx) => {
      const purchase = await placedPurchase(tx, market, { paymentMethod, email })
      const input = { purchaseId: purchase.id, paymentId: purchase.paymentId }
      await startWorkflow(tx, workflow, {
        ...run,
        input,
        subject: { type: 'purchase', id: purchase.id },
        purchaseId: purchase.id,
      })
      return { purchase, run, email }
    })
  }

  const reason = 'changed their mind'

  /** Cancels a placed purchase as the api does; throws Refused. */
  function cancel({ purchase }: PlacedAndStarted, { workflow = cancelPurchase } = {}): Promise<RunRef> {
    return inTenant(database.rw, writer(tenantId, { actor: shopActor, reason }), async (tx) => {
      const payment = await lockPayment(tx, purchase.paymentId)
      const decided = accepted(decideCancel(payment, await isWorkedOn(tx, purchase.id)))
      await saveCancellation(tx, payment, { action: 'purchase.cancel', cancellation: decided })
      const run = { tenantId, id: v7() }
      const input = {
        purchaseId: purchase.id,
        paymentId: purchase.paymentId,
        reason,
        because: 'asked' as const,
      }
      await startWorkflow(tx, workflow, {
        ...run,
        input,
        subject: { type: 'purchase', id: purchase.id },
        purchaseId: purchase.id,
      })
      return run
    })
  }

  function work(options: Partial<WorkerOptions<Services>> = {}): Worker {
    const worker = startWorker<Services>({
      systemPool: database.system.pool,
      transaction: runTransactions(database.rw),
      services: servicesFor(read, sandbox),
      workflows: [payPurchase, cancelPurchase],
      lane: 'money',
      workerId: `worker-${workers.length}`,
      logger: { error: () => {} },
      leaseMs,
      pollMs: 50,
      ...options,
    })
    workers.push(worker)
    return worker
  }

  const look: Look = <Row>(text: string, ...values: unknown[]) =>
    readTenant(database.ro, tenantId, (tx) => raw<Row>(tx, text, [tenantId, ...values]))

  return {
    database,
    sandbox,
    market,
    place,
    cancel,
    work,
    services: (outside: Outside = sandbox) => servicesFor(read, outside),
    look,
    async until(run: RunRef, ...statuses: string[]): Promise<{ status: string; output: unknown; error: unknown }> {
      for (const deadline = Date.now() + 25_000; ; await pause(20)) {
        const [row] = await look<{ status: string; output: unknown; error: unknown }>(
          'select status, output, error from workflow_run where tenant_id = $1 and id = $2',
          run.id,
        )
        if (row && statuses.includes(row.status)) return row
        if (Date.now() > deadline) throw new Error(`the run is ${JSON.stringify(row)}, not ${statuses.join(' or ')}`)
      }
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.stop(2000)))
      await sandbox.stop()
      await database.close()
    },
    outcomeOf: (placed: PlacedAndStarted, provider: Outside = sandbox) =>
      outcomeOf({ look, sandbox: provider }, placed),
    bookkeeping: () => bookkeeping(database, tenantId),
  }
}

export type Shop = Awaited<ReturnType<typeof openShop>>

/** Everything a paid or failed purchase leaves behind, in our tables and outside. */
async function outcomeOf({ look, sandbox }: { look: Look; sandbox: Outside }, { purchase, email }: PlacedAndStarted) {
  const one = async <Row>(text: string, id: string): Promise<Row | undefined> => (await look<Row>(text, id))[0]
  const kinds = async (text: string, id: string) =>
    (await look<{ kind: string; count: number }>(text, id)).map(({ kind, count }) => `${count} ${kind}`)
  const [ledger, mails] = await Promise.all([readLedger(sandbox.url), readInbox(sandbox.url, email)])
  const atProvider = ledger.payments.find((payment) => payment.paymentId === purchase.paymentId)
  return {
    purchase: await one<{ payment_status: string; fulfilment_status: string }>(
      'select payment_status, fulfilment_status from purchase where tenant_id = $1 and id = $2',
      purchase.id,
    ),
    orders: await kinds(
      `select status || ' ' || payment_status as kind, count(*)::int from "order"
       where tenant_id = $1 and purchase_id = $2 group by 1 order by 1`,
      purchase.id,
    ),
    payment: await one<{ status: string; captured: number }>(
      'select status, captured from payment where tenant_id = $1 and purchase_id = $2',
      purchase.id,
    ),
    captures: await kinds(
      'select status as kind, count(*)::int from capture where tenant_id = $1 and payment_id = $2 group by 1 order by 1',
      purchase.paymentId,
    ),
    pieces: await kinds(
      `select hold.status as kind, sum(hold.quantity)::int as count from stock_hold hold
       join "order" on "order".tenant_id = hold.tenant_id and "order".id = hold.order_id
       where hold.tenant_id = $1 and "order".purchase_id = $2 group by 1 order by 1`,
      purchase.id,
    ),
    entries: await kinds(
      'select kind, count(*)::int from journal_entry where tenant_id = $1 and purchase_id = $2 group by 1 order by 1',
      purchase.id,
    ),
    earnings: await kinds(
      `select earning.status as kind, count(*)::int from earning
       join "order" on "order".tenant_id = earning.tenant_id and "order".id = earning.order_id
       where earning.tenant_id = $1 and "order".purchase_id = $2 group by 1 order by 1`,
      purchase.id,
    ),
    workItems: await kinds(
      `select kind || ' ' || status as kind, count(*)::int from work_item
       where tenant_id = $1 and purchase_id = $2 group by 1 order by 1`,
      purchase.id,
    ),
    atProvider: atProvider && {
      charges: atProvider.captures,
      captured: atProvider.captured,
      authorizations: atProvider.authorizations,
      canceled: atProvider.canceled,
    },
    mails: new Set(mails.map((mail) => mail.messageId)).size,
  }
}

/** The sum of all postings, the accounts whose balance is not their sum, and what the provider has of our money. */
async function bookkeeping(database: TestDatabase, tenantId: string) {
  return readTenant(database.ro, tenantId, async (tx) => {
    const sums = await raw<{ total: number; clearing: number }>(
      tx,
      `select coalesce(sum(posting.amount), 0)::bigint as total,
         coalesce(sum(posting.amount) filter (where account.kind = 'provider_clearing'), 0)::bigint as clearing
       from posting
       join account on account.tenant_id = posting.tenant_id and account.id = posting.account_id
       where posting.tenant_id = $1`,
      [tenantId],
    )
    return { differences: await balanceDifferences(tx), ...(sums[0] ?? { total: 0, clearing: 0 }) }
  })
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}

/** What is left when all went well: each thing once. */
export const paid = {
  purchase: { payment_status: 'paid', fulfilment_status: 'placed' },
  orders: ['2 placed paid'],
  payment: { status: 'captured', captured: 4760 },
  captures: ['1 succeeded'],
  pieces: ['3 allocated'],
  entries: ['2 capture', '1 provider_fee'],
  earnings: ['2 pending'],
  workItems: [],
  atProvider: { charges: 1, captured: 4760, authorizations: 1, canceled: 0 },
  mails: 1,
}

/** What is left when no money came: the record of it, and a buyer who knows. */
export const failed = {
  purchase: { payment_status: 'failed', fulfilment_status: 'canceled' },
  orders: ['2 canceled failed'],
  payment: { status: 'failed', captured: 0 },
  captures: [],
  pieces: ['3 released'],
  entries: [],
  earnings: [],
  workItems: [],
  atProvider: { charges: 0, captured: 0, authorizations: 0, canceled: 0 },
  mails: 1,
}

/** What is left when the authorization was given back. */
export const voided = {
  ...failed,
  purchase: { payment_status: 'unpaid', fulfilment_status: 'canceled' },
  orders: ['2 canceled unpaid'],
  payment: { status: 'voided', captured: 0 },
  atProvider: { charges: 0, captured: 0, authorizations: 1, canceled: 1 },
}
