import { openLossyWire, type Trouble } from '@mainstay/db/test/lossy-wire'
import { z } from 'zod'
import { signalWorkflow } from '../src/engine/run-start.ts'
import { defineWorkflow, type RunRef } from '../src/engine/workflow.ts'
import { pause, type TestEngine } from './engine.ts'
import { book } from './ledger.ts'
import { connectThrough } from './lossy-connections.ts'
import { nameStatement } from './wire-fault.ts'

const runsLong = 900

interface Outside {
  /** An effect that is seen by its key; each call answers something else. */
  call(key: string, place: string, ms?: number): Promise<string>
}

/** Everything the engine does for a run, once; one kind per number, so that a case has workers of its own. */
const journeyOf = (number: number) =>
  defineWorkflow(
    { name: `journey-${number}`, version: 1, input: z.object({}), lane: 'bulk' },
    async (ctx, _input, { call }: Outside) => {
      const charge = await ctx.step('charge', (key) => call(key, 'charge'))
      const reserve = await ctx.commit('reserve', (tx) => bookOnce(tx, ctx.run, 'reserve'))
      const [label] = await Promise.all([
        ctx.branch('parcel', (parcel) => parcel.step('label', (key) => call(key, 'label'))),
        ctx.branch('papers', (papers) => papers.sleepUntil('nap', Date.now() + 20)),
      ])
      await ctx.waitFor('approval')
      const ship = await ctx.commit('ship', (tx) => bookOnce(tx, ctx.run, 'ship'))
      const mail = await ctx.step('mail', (key) => call(key, 'mail', runsLong))
      return { charge, reserve, label, ship, mail }
    },
  )

let bookings = 0
async function bookOnce(tx: Parameters<typeof book>[0], run: RunRef, entry: string): Promise<string> {
  await book(tx, run, entry)
  return `${entry} ${bookings++}`
}

export interface Life {
  run: RunRef
  status: string
  error: string | undefined
  output: unknown
  epoch: number
  ledger: string[]
  /** How often each effect was asked for. */
  calls: Record<string, number>
  /** What the journal says of each step that is done. */
  results: Record<string, unknown>
  /** Steps whose recorded answer was written over with another. */
  overwritten: string[]
  reported: boolean
  sent: readonly string[]
}

/** Leaves a trace of every recorded answer that is replaced, which no table of the engine would show. */
export async function watchAnswers({ admin }: TestEngine): Promise<void> {
  await admin.query(`
    create table overwritten (run_id uuid, name text);
    alter table ledger enable row level security;
    create policy ledger_own on ledger
      with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
    create function note_overwritten() returns trigger language plpgsql security definer as
      $$ begin insert into overwritten values (old.run_id, old.name); return new; end $$;
    create trigger overwritten after update on workflow_step for each row
      when (old.status in ('done', 'failed') and (old.status, old.result) is distinct from (new.status, new.result))
      execute function note_overwritten()`)
}

let journeys = 0

/** One run from its start to its end, with all its statements on a wire that has this trouble. */
export async function liveThrough(engine: TestEngine, trouble: Trouble | undefined, workers: 1 | 2): Promise<Life> {
  const workflow = journeyOf(journeys++)
  const run = await engine.start(workflow, {})
  const wire = await openLossyWire(engine.database.adminUrl, nameStatement)
  if (trouble !== undefined) wire.arm(trouble)
  const calls: Record<string, number> = {}
  const services: Outside = {
    async call(key, place, ms = 0) {
      const place_ = `${place} as ${key.slice(run.id.length + 1)}`
      const times = (calls[place_] ?? 0) + 1
      calls[place_] = times
      await pause(ms)
      return `${place} ${times}`
    },
  }
  const connections = Array.from({ length: workers }, () => connectThrough(wire, engine.database.urls))
  const started = connections.map(({ read: _, close: __, ...worker }) =>
    engine.worker({ ...worker, workflows: [workflow], services, pollMs: 200, onHeld: async () => {} }),
  )
  const ended = await signalledUntilItEnds(engine, run)
  const reported = ended.status !== 'completed' && (await isReported(engine, run))
  const journal = await engine.admin.query<{ name: string; result: unknown }>(
    `select name, result from workflow_step where run_id = $1 and status = 'done' and kind in ('step', 'commit')`,
    [run.id],
  )
  const overwritten = await engine.admin.query<{ name: string }>('select name from overwritten where run_id = $1', [
    run.id,
  ])
  const life = {
    run,
    ...ended,
    ledger: await engine.ledger(run),
    calls,
    results: Object.fromEntries(journal.rows.map(({ name, result }) => [name, result])),
    overwritten: overwritten.rows.map(({ name }) => name),
    reported,
    sent: [...wire.sent],
  }
  await Promise.all(started.map((worker) => worker.stop(0)))
  await wire.close()
  await Promise.all(connections.map(({ close }) => close()))
  return life
}

/** Gives the run its signal once it waits for it, and answers where the run came to rest. */
async function signalledUntilItEnds(engine: TestEngine, run: RunRef) {
  let told = false
  for (const deadline = Date.now() + 25_000; ; await pause(20)) {
    const { status, epoch, output, error, waiting_for: waits } = await engine.state(run)
    const hasEnded = ['completed', 'failed', 'blocked'].includes(status)
    if (hasEnded || Date.now() > deadline) {
      return { status, epoch, output, error: error === null ? undefined : JSON.stringify(error) }
    }
    if (told || !waits?.includes('approval')) continue
    told = true
    await engine.transaction((tx) => signalWorkflow(tx, run, { name: 'approval', payload: 'yes', dedupeKey: 'once' }))
  }
}

/** By whichever worker of the lane. */
async function isReported({ admin }: TestEngine, run: RunRef): Promise<boolean> {
  for (const deadline = Date.now() + 5000; Date.now() < deadline; await pause(50)) {
    const { rowCount } = await admin.query('select from workflow_run where id = $1 and held_reported_at is not null', [
      run.id,
    ])
    if (rowCount === 1) return true
  }
  return false
}
