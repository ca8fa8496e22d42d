import { fork } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readLedger } from '@mainstay/sandbox/test/control'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type PlacedAndStarted, paid, type Shop } from '../test/shop.ts'
import { payPurchase } from './pay-purchase.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

/** A kind of its own for each point, so that each process has one run and no other touches it. */
const kindOf = (number: number) => ({ ...payPurchase, kind: `pay-purchase-${number}@1` })

type Case = { point: string; number: number; placed: PlacedAndStarted }

/** The points around every step the workflow took when nothing went wrong: read from its own journal. */
async function pointsOf({ run }: PlacedAndStarted): Promise<string[]> {
  const steps = await shop.look<{ name: string; kind: string }>(
    'select name, kind from workflow_step where tenant_id = $1 and run_id = $2 order by seq',
    run.id,
  )
  const around = steps.flatMap(({ name, kind }) => {
    const inside = kind === 'commit' ? [`in:${name}`, `journalled:${name}`] : []
    return [`before:${name}`, ...inside, `after:${name}`]
  })
  return [...around, 'before-finish', 'after-finish']
}

async function killedAt({ point, number }: Case): Promise<string> {
  const child = fork(join(import.meta.dirname, '../test/pay-worker.ts'), {
    env: {
      PATH: process.env['PATH'],
      RW_URL: shop.database.urls.app_rw,
      SYSTEM_URL: shop.database.urls.app_system,
      SANDBOX_URL: shop.sandbox.url,
      SMTP_PORT: String(shop.sandbox.smtpPort),
      KIND: kindOf(number).kind,
      POINT: point,
      LEASE_MS: '600000',
      NODE_COMPILE_CACHE: join(tmpdir(), 'mainstay-compile-cache'),
    },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const [code, signal] = await once(child, 'exit')
  return `${point} ${signal ?? code}`
}

async function inGroups<T, R>(items: readonly T[], size: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const waiting = [...items.entries()]
  const results: R[] = []
  const drain = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) results[next[0]] = await work(next[1])
  }
  await Promise.all(Array.from({ length: size }, drain))
  return results
}

/** The dead cannot renew their leases; nobody wants to wait until they end. */
async function endLeases(): Promise<void> {
  const admin = new pg.Client({ connectionString: shop.database.adminUrl })
  await admin.connect()
  await admin.query(`update workflow_run set due_at = now() where status = 'running'`)
  await admin.end()
}

test('a worker killed at any point of a payment leaves one charge, one mail and balanced books', {
  timeout: 120_000,
}, async () => {
  const undisturbed = shop.work()
  const first = await shop.place('pm_card_visa')
  await shop.until(first.run, 'completed')
  const points = await pointsOf(first)
  await undisturbed.stop()
  expect(points.length).toBeGreaterThan(25)

  const cases: Case[] = []
  for (const [number, point] of points.entries()) {
    cases.push({ point, number, placed: await shop.place('pm_card_visa', { workflow: kindOf(number) }) })
  }
  expect(await inGroups(cases, 4, killedAt)).toEqual(points.map((point) => `${point} SIGKILL`))
  await endLeases()

  shop.work({ workflows: points.map((_, number) => kindOf(number)) })
  const ends = await Promise.all(
    cases.map(async ({ point, placed }) => {
      const { status } = await shop.until(placed.run, 'completed', 'failed', 'blocked')
      return { point, status, ...(await shop.outcomeOf(placed)) }
    }),
  )
  expect(ends).toEqual(points.map((point) => ({ point, status: 'completed', ...paid })))

  const { totals } = await readLedger(shop.sandbox.url)
  const charges = points.length + 1
  expect(totals['eur']).toMatchObject({ captures: charges, captured: charges * paid.payment.captured })
  const { differences, total, clearing } = await shop.bookkeeping()
  const atProvider = (totals['eur']?.captured ?? 0) - (totals['eur']?.fees ?? 0)
  expect({ differences, total, clearing }).toEqual({ differences: [], total: 0, clearing: atProvider })
})
