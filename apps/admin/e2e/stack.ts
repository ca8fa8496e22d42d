import { buildServer } from '@mainstay/api/http/server'
import { type RunMoved, tellRunsMoved } from '@mainstay/db/outbox/channel'
import { relayOutbox } from '@mainstay/db/outbox/relay'
import { raw, readTenant } from '@mainstay/db/postgres/client'
import { testDatabase } from '@mainstay/db/test/database'
import { PlacedPurchase, type PlacePurchase } from '@mainstay/domain/purchase/purchase'
import { spawnSandbox } from '@mainstay/sandbox/test/spawn-sandbox'
import { cancelPurchase } from '@mainstay/workflows/cancel-purchase'
import { idleInTransactionLimit } from '@mainstay/workflows/engine/commit'
import { startWorker } from '@mainstay/workflows/engine/worker'
import { payPurchase } from '@mainstay/workflows/pay-purchase'
import { payRefund } from '@mainstay/workflows/pay-refund'
import { runTransactions } from '@mainstay/workflows/run-transaction'
import { servicesFor } from '@mainstay/workflows/test/outside'
import type { BrowserContext } from 'playwright-core'
import { v7 } from 'uuid'
import type * as z from 'zod'
import { freePort, startConsole } from './console-process.ts'
import { buyerOf, type Goods, type MemberKey, openMarket, password, people, workspace } from './market.ts'

export type Basket = Partial<Record<Goods, number>>

const consoleSecret = 'what the console of the journeys shows the api'

type Placing = { buyer?: string | z.input<typeof PlacePurchase>['buyer']; paymentMethod?: string }

/**
 * A whole Mainstay for a browser: a database of its own, payment provider and mail in a sandbox, the api, a worker of
 * the money lane, and the built console. `consolePort` names a console that already runs and asks the api at `apiPort`.
 */
export async function openStack(ports: { consolePort?: number; apiPort?: number } = {}) {
  const leaseMs = 5_000
  const database = await testDatabase({ idleInTransactionTimeoutMillis: idleInTransactionLimit(leaseMs) })
  const sandbox = await spawnSandbox()
  const consolePort = ports.consolePort ?? (await freePort())
  const consoleUrl = `http://127.0.0.1:${consolePort}`
  const market = await openMarket(database.rw, new Date())
  const { tenantId } = market

  const api = await buildServer({
    db: database.rw,
    ro: database.ro,
    config: {
      host: '127.0.0.1',
      port: ports.apiPort ?? 0,
      allowedOrigins: [consoleUrl],
      cursorSecret: 'signs the cursors of the journeys',
      tls: false,
      trustedProxies: 0,
      consoleSecret,
      drainMillis: 0,
      webhookSecrets: {},
    },
  })
  const apiUrl = await api.listen({ host: '127.0.0.1', port: ports.apiPort ?? 0 })
  const moved: RunMoved[] = []
  const worker = startWorker({
    systemPool: database.system.pool,
    transaction: runTransactions(database.rw),
    services: servicesFor((tenant, fn) => readTenant(database.ro, tenant, fn), sandbox),
    workflows: [payPurchase, payRefund, cancelPurchase],
    lane: 'money',
    workerId: 'journeys',
    logger: { error: (fields, message) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`) },
    leaseMs,
    pollMs: 100,
    onMoved: (run) => void moved.push({ tenantId: run.tenantId, runId: run.id }),
  })
  const telling = repeatedly(async () => {
    await relayOutbox(database.system)
    await tellRunsMoved(database.system.pool, moved.splice(0))
  })
  const console =
    ports.consolePort === undefined
      ? await startConsole({ port: consolePort, apiUrl, secret: consoleSecret })
      : undefined

  function place(basket: Basket, placing?: Placing) {
    const lines = Object.entries(basket).flatMap(([goods, quantity]) => {
      const offerId = Object.entries(market.offers).find(([key]) => key === goods)?.[1]
      return offerId === undefined || quantity === undefined ? [] : [{ offerId, quantity }]
    })
    return placeLines(lines, placing)
  }

  /** Through the shop's door, as every purchase; paid a moment later by the worker. */
  async function placeLines(lines: PlacePurchase['lines'], placing: Placing = {}) {
    const { buyer = 'Hafen City Facility GmbH', paymentMethod } = placing
    const answer = await fetch(`${apiUrl}/v1/purchases`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${market.shopKey}`,
        'idempotency-key': v7(),
      },
      body: JSON.stringify({
        lines,
        buyer: typeof buyer === 'string' ? buyerOf(buyer) : buyer,
        paymentMethod: paymentMethod ?? 'pm_card_visa',
      }),
    })
    const body = await answer.json()
    if (!answer.ok) throw new Error(`The shop could not place this: ${JSON.stringify(body)}`)
    return PlacedPurchase.parse({ ...body, placedAt: new Date(body.placedAt), payBy: new Date(body.payBy) })
  }

  return {
    consoleUrl,
    apiUrl,
    sandboxUrl: sandbox.url,
    tenantId,
    database,
    place,
    placeLines,

    /** Waits until no run of this tenant is under way any more. */
    async settled(): Promise<void> {
      for (const deadline = Date.now() + 30_000; ; await pause(50)) {
        const open = await readTenant(database.ro, tenantId, (tx) =>
          raw<{ kind: string; status: string }>(
            tx,
            `select kind, status from workflow_run where tenant_id = $1 and status in ('queued', 'running', 'waiting')`,
            [tenantId],
          ),
        )
        if (open.length === 0) return
        if (Date.now() > deadline) throw new Error(`still under way: ${JSON.stringify(open)}`)
      }
    },

    /** Signs the browser in as this person, without the form. */
    async signIn(context: BrowserContext, person: MemberKey): Promise<void> {
      const answer = await context.request.post(`${consoleUrl}/api/trpc/session.signIn`, {
        headers: { origin: consoleUrl },
        data: { json: { tenant: workspace, email: people[person].email, password } },
      })
      if (!answer.ok()) throw new Error(`${person} could not sign in: ${await answer.text()}`)
    },

    async close(): Promise<void> {
      await console?.stop()
      await worker.stop(2_000)
      await telling.stop()
      await api.close()
      await sandbox.stop()
      await database.close()
    },
  }
}

export type Stack = Awaited<ReturnType<typeof openStack>>

function repeatedly(work: () => Promise<void>): { stop(): Promise<void> } {
  let isStopping = false
  const loop = async () => {
    while (!isStopping) {
      await work()
      await pause(100)
    }
  }
  const ended = loop()
  return {
    stop() {
      isStopping = true
      return ended
    },
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
