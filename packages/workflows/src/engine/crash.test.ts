import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { pause, type TestEngine, testEngine } from '../../test/engine.ts'
import { forwardPoints, sagaOf, undoPoints } from '../../test/saga.ts'
import type { Worker } from './worker.ts'
import type { RunRef } from './workflow.ts'

const LEASE_MS = 1000

let engine: TestEngine
beforeAll(async () => {
  engine = await testEngine()
})
afterAll(() => engine.close())

const children = new Set<ChildProcess>()
const survivors = new Set<Worker>()
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  children.clear()
  await Promise.all([...survivors].map((survivor) => survivor.stop()))
  survivors.clear()
})

interface Case {
  saga: number
  point: string
  visit: number
  fails: boolean
  run: RunRef
}

let sagas = 0
async function started(points: { point: string; visit: number }[], fails: boolean): Promise<Case[]> {
  const cases: Case[] = []
  for (const { point, visit } of points) {
    const saga = sagas++
    cases.push({ saga, point, visit, fails, run: await engine.start(sagaOf(saga), { fails }) })
  }
  return cases
}

function crashingWorker({ saga, point, visit }: Case, signal: 'SIGKILL' | 'SIGSTOP'): ChildProcess {
  const child = fork(join(import.meta.dirname, '../../test/crash-worker.ts'), {
    env: {
      PATH: process.env['PATH'],
      RW_URL: engine.database.urls.app_rw,
      SYSTEM_URL: engine.database.urls.app_system,
      SAGA: String(saga),
      POINT: point,
      VISIT: String(visit),
      SIGNAL: signal,
      LEASE_MS: String(LEASE_MS),
      NODE_COMPILE_CACHE: join(tmpdir(), 'mainstay-compile-cache'),
    },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  children.add(child)
  return child
}

function takeOver(cases: readonly Case[]) {
  const survivor = engine.worker({
    workflows: cases.map(({ saga }) => sagaOf(saga)),
    services: {
      async call(key: string) {
        await engine.admin.query(`insert into outside_call (key, who) values ($1, 'survivor')`, [key])
        return key
      },
    },
    leaseMs: LEASE_MS,
    concurrency: 100,
    perTenant: 100,
  })
  survivors.add(survivor)
}

async function outsideCalls(run: RunRef): Promise<Record<string, number>> {
  const { rows } = await engine.admin.query<{ place: string; times: number }>(
    `select substr(key, 38) as place, count(*)::int as times from outside_call where key like $1 group by 1`,
    [`${run.id}:%`],
  )
  return Object.fromEntries(rows.map(({ place, times }) => [place, times]))
}

/** An outside call is made again, under the same key, only if it was cut off from its journal row. */
function mayRepeat({ point, visit, fails }: Case): string | undefined {
  const cutOff = /^(?:mid|after):(.*)$/.exec(point)?.[1]
  if (cutOff !== undefined) return cutOff === 'void' ? '~authorize/void' : cutOff
  // The last result travels with the move.
  if (point === 'before-park') return 'label'
  if (point !== 'before-finish') return undefined
  if (!fails) return 'mail'
  return visit === 1 ? 'label' : '~authorize/void'
}

async function outcome(each: Case) {
  const { status, error } = await engine.until(each.run, 'completed', 'failed', 'blocked')
  const calls = await outsideCalls(each.run)
  const repeated = Object.entries(calls).filter(([place, times]) => times > (place === mayRepeat(each) ? 2 : 1))
  const { point, visit, fails, run } = each
  const code = fails ? undefined : error?.code
  return { point, visit, status, code, ledger: await engine.ledger(run), places: Object.keys(calls).sort(), repeated }
}

function expected({ point, visit, fails }: Case) {
  const common = { point, visit, code: undefined, repeated: [] }
  return fails
    ? {
        ...common,
        status: 'failed',
        ledger: ['reserve', 'release'],
        places: ['authorize', 'label', 'notify', '~authorize/void'],
      }
    : {
        ...common,
        status: 'completed',
        ledger: ['reserve', 'ship', 'bill'],
        places: ['authorize', 'label', 'mail', 'notify'],
      }
}

async function inGroups<T>(items: readonly T[], size: number, work: (item: T) => Promise<void>) {
  const waiting = [...items]
  await Promise.all(
    Array.from({ length: size }, async () => {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item)
    }),
  )
}

test('a worker killed at any point leaves a run that ends as if nothing had happened', {
  timeout: 150_000,
}, async () => {
  const cases = [...(await started(forwardPoints, false)), ...(await started(undoPoints, true))]
  const endings: string[] = []
  await inGroups(cases, 4, async (each) => {
    const [code, signal] = await once(crashingWorker(each, 'SIGKILL'), 'exit')
    endings.push(`${each.point} ${signal ?? code}`)
  })
  expect(endings.toSorted()).toEqual(cases.map(({ point }) => `${point} SIGKILL`).toSorted())
  takeOver(cases)
  expect(await Promise.all(cases.map(outcome))).toEqual(cases.map(expected))
})

const zombiePoints = [
  'before:authorize',
  'mid:authorize',
  'in:reserve',
  'journalled:reserve',
  'before-park',
  'after:ship',
]

test('a worker that was stopped for longer than its lease writes nothing when it goes on', {
  timeout: 150_000,
}, async () => {
  const points = forwardPoints.filter(({ point }) => zombiePoints.includes(point))
  expect(points).toHaveLength(zombiePoints.length)
  const cases = await started(points, false)
  const zombies = cases.map((each) => crashingWorker(each, 'SIGSTOP'))
  await Promise.all(zombies.map((zombie) => once(zombie.stdout ?? zombie, 'data')))
  await pause(LEASE_MS)

  takeOver(cases)
  const outcomes = await Promise.all(cases.map(outcome))
  for (const zombie of zombies) zombie.kill('SIGCONT')
  await pause(1000)
  // What a zombie had begun outside goes on, once, under the same key; the ledger and the run do not move.
  const after = await Promise.all(cases.map(outcome))
  expect(after.map(({ ledger, status }) => ({ ledger, status }))).toEqual(
    outcomes.map(({ ledger, status }) => ({ ledger, status })),
  )
  const allowingOneMore = after.map((each) => ({ ...each, repeated: each.repeated.filter(([, times]) => times > 2) }))
  expect(allowingOneMore).toEqual(cases.map(expected))
})

test('a run that kills every worker is taken from the queue', async () => {
  const [poison] = await started([{ point: 'in:authorize', visit: 1 }], false)
  if (poison === undefined) throw new Error('nothing started')
  await engine.admin.query('update workflow_run set crashes = 5 where id = $1', [poison.run.id])
  await once(crashingWorker(poison, 'SIGKILL'), 'exit')
  takeOver([poison])
  const { error, crashes } = await engine.until(poison.run, 'blocked')
  expect({ error, crashes }).toEqual({
    error: { code: 'crash_loop', message: '6 workers in a row ended while they had it, and no step was done' },
    crashes: 6,
  })
})

test('a run that gets on between one death of a worker and the next stays in the queue', async () => {
  const [unlucky] = await started([{ point: 'after:reserve', visit: 1 }], false)
  if (unlucky === undefined) throw new Error('nothing started')
  await engine.admin.query('update workflow_run set crashes = 5 where id = $1', [unlucky.run.id])
  await once(crashingWorker(unlucky, 'SIGKILL'), 'exit')
  takeOver([unlucky])
  const { status } = await engine.until(unlucky.run, 'completed', 'blocked')
  expect(status).toBe('completed')
})
