import { openLossyWire, type Trouble } from '@mainstay/db/test/lossy-wire'
import { z } from 'zod'
import { cancelRun, RunRefused, retryRun } from '../src/engine/run-operation.ts'
import { signalWorkflow } from '../src/engine/run-start.ts'
import { defineWorkflow, type RunRef } from '../src/engine/workflow.ts'
import { pause, type TestEngine } from './engine.ts'
import { book } from './ledger.ts'
import { connectThrough } from './lossy-connections.ts'
import { nameStatement } from './wire-fault.ts'

export type Happening =
  | { what: 'trouble'; trouble: Trouble }
  /** A worker is gone for the database at once; another takes its place. */
  | { what: 'kill' }
  | { what: 'signal' }
  | { what: 'cancel' }
  | { what: 'pause'; ms: number }

interface Outside {
  call(key: string): Promise<string>
}

const epochsMax = 60
let lives = 0

/** A saga: money is asked for outside, goods are taken inside, and what was done is undone when it fails. */
const sagaOf = (number: number) =>
  defineWorkflow(
    {
      name: `interleaved-${number}`,
      version: 1,
      input: z.object({ fails: z.boolean() }),
      lane: 'bulk',
      onFailure: 'undo',
    },
    async (ctx, { fails }, { call }: Outside) => {
      await ctx.step('charge', call, { undo: (_, undo) => undo.step('void', call) })
      await ctx.commit('reserve', (tx) => book(tx, ctx.run, 'reserve'), {
        undo: (_, undo) => undo.commit('release', (tx) => book(tx, ctx.run, 'release')),
      })
      await Promise.all([
        ctx.branch('parcel', (parcel) => parcel.step('label', call)),
        ctx.branch('papers', (papers) => papers.sleepUntil('nap', Date.now() + 50)),
      ])
      if (fails) throw new Error('out of stock')
      await ctx.waitFor('approval', { timeoutMs: 1500 })
      await ctx.commit('ship', (tx) => book(tx, ctx.run, 'ship'))
      await ctx.step('mail', call)
    },
  )

/** One run through all of this, two workers at a time. Answers what is wrong with how it ended. */
export async function liveThroughAll(
  engine: TestEngine,
  happenings: readonly Happening[],
  fails: boolean,
): Promise<string[]> {
  const workflow = sagaOf(lives++)
  const keys = new Set<string>()
  const call = async (key: string) => {
    keys.add(key)
    await pause(20)
    return key
  }

  async function employ() {
    const wire = await openLossyWire(engine.database.adminUrl, nameStatement)
    const { read: _, close, ...worker } = connectThrough(wire, engine.database.urls)
    const started = engine.worker({
      ...worker,
      workflows: [workflow],
      services: { call },
      leaseMs: 1200,
      pollMs: 100,
      onHeld: async () => {},
    })
    const leave = async () => {
      await wire.close()
      await started.stop(0)
      await close()
    }
    return { wire, leave }
  }

  const workers = [await employ(), await employ()]
  const run = await engine.start(workflow, { fails })
  const gone: typeof workers = []
  for (const [index, happening] of happenings.entries()) {
    const at = index % workers.length
    const worker = workers[at]
    if (happening.what === 'trouble') worker?.wire.arm(happening.trouble)
    if (happening.what === 'signal') {
      await engine.transaction((tx) =>
        signalWorkflow(tx, run, { name: 'approval', payload: index, dedupeKey: `signal ${index}` }),
      )
    }
    if (happening.what === 'cancel')
      await unlessOver(engine.transaction((tx) => cancelRun(tx, run, 'no longer wanted')))
    if (happening.what === 'pause') await pause(happening.ms)
    if (happening.what === 'kill') {
      await worker?.wire.close()
      if (worker !== undefined) gone.push(worker)
      workers[at] = await employ()
    }
  }
  const wrong = await ended(engine, run)
  await Promise.all([...workers, ...gone].map(({ leave }) => leave()))
  return [...wrong, ...unknownKeys(run, keys)]
}

/** Retries what is held, as a person would, until the run is over. */
async function ended(engine: TestEngine, run: RunRef): Promise<string[]> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await pause(30)) {
    const { status, error, undo } = await engine.state(run)
    if (status === 'blocked') {
      if (error?.code === 'crash_loop') return ['it was taken for a run that kills its workers']
      await unlessOver(engine.transaction((tx) => retryRun(tx, run)))
    }
    if (status === 'completed' || status === 'canceled' || (status === 'failed' && undo !== null))
      return verdict(engine, run)
    if (status === 'failed' && undo === null) return [`it failed and was not undone: ${JSON.stringify(error)}`]
  }
  return [`it rests: ${JSON.stringify(await engine.state(run))}`]
}

async function verdict(engine: TestEngine, run: RunRef): Promise<string[]> {
  const { status, epoch } = await engine.state(run)
  const ledger = (await engine.ledger(run)).join(' ')
  const expected = status === 'completed' ? ['reserve ship'] : ['', 'reserve release', 'reserve ship release']
  const { rows } = await engine.admin.query<{ name: string }>('select name from overwritten where run_id = $1', [
    run.id,
  ])
  return [
    ...(expected.includes(ledger) ? [] : [`it ended ${status} with "${ledger}"`]),
    ...(epoch <= epochsMax ? [] : [`${epoch} epochs`]),
    ...rows.map(({ name }) => `it wrote over the answer of ${name}`),
  ]
}

function unknownKeys(run: RunRef, keys: ReadonlySet<string>): string[] {
  const known = ['charge', 'parcel/label', 'mail', '~charge/void'].map((step) => `${run.id}:${step}`)
  return [...keys].filter((key) => !known.includes(key)).map((key) => `it asked under ${key}`)
}

async function unlessOver(doing: Promise<void>): Promise<void> {
  await doing.catch((error: unknown) => {
    if (!(error instanceof RunRefused)) throw error
  })
}
