import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import type { Books } from './books.ts'
import type { System } from './system.ts'

// Where a step is recorded, the journal's row itself stops the worker: before, it waits for a lock that only we let go
// of; after, the commit tells us at once. Everything else is the product as it runs.
const install = `
drop schema if exists chaos cascade;
create schema chaos;
create table chaos.point (kind text not null, step text not null, side text not null, armed_at timestamptz not null default clock_timestamp());
create function chaos.is_reached(journalled public.workflow_step, here text) returns boolean language sql as $$
  select journalled.status = 'done' and exists (
    select from chaos.point p join public.workflow_run w on w.tenant_id = journalled.tenant_id and w.id = journalled.run_id
    where p.side = here and p.step = journalled.name and w.kind like p.kind || '@%' and w.created_at > p.armed_at)
$$;
create function chaos.before_record() returns trigger language plpgsql security definer as $$
begin
  if chaos.is_reached(new, 'before') then perform pg_advisory_xact_lock(7001); end if;
  return new;
end $$;
create function chaos.after_record() returns trigger language plpgsql security definer as $$
begin
  if chaos.is_reached(new, 'after') then perform pg_notify('chaos_recorded', new.run_id::text); end if;
  return null;
end $$;
grant usage on schema chaos to public;
create trigger chaos_before before insert or update on public.workflow_step for each row execute function chaos.before_record();
create trigger chaos_after after insert or update on public.workflow_step for each row execute function chaos.after_record();
select pg_advisory_lock(7001);
listen chaos_recorded`

const waiting = `
select l.pid, pg_terminate_backend(l.pid) from pg_locks l
where l.locktype = 'advisory' and l.objid = 7001 and not l.granted`
const isWaiting = `select l.pid from pg_locks l where l.locktype = 'advisory' and l.objid = 7001 and not l.granted`

export type Side = 'before' | 'after'
export type Point = { kind: string; step: string; side: Side }

const reachedWithin = 90_000

/** Kills the worker at one point of the next run of a kind. One at a time; close before anything else is tried. */
export async function openStepMatrix(system: System, books: Books) {
  const client = await books.connect()
  await client.query(install)

  /** Starts a run with `start` and kills the worker when that run has come to the point. */
  async function killAt<T>({ kind, step, side }: Point, start: () => Promise<T>): Promise<T> {
    const recorded = side === 'after' ? notified(client) : undefined
    await client.query('insert into chaos.point (kind, step, side) values ($1, $2, $3)', [kind, step, side])
    const started = await start()
    const reached = await Promise.race([recorded ?? untilWaiting(), pause(reachedWithin, 'late', { ref: false })])
    if (reached === 'late') throw new Error(`no run of ${kind} came to "${step}" (${side})`)
    if (!system.kill('worker')) throw new Error('the worker was not there to be killed')
    await client.query('delete from chaos.point')
    // The database has not noticed that nobody waits for its answer: what waits must never commit.
    if (side === 'before') await client.query(waiting)
    return started
  }

  async function untilWaiting(): Promise<'reached' | 'late'> {
    for (const deadline = Date.now() + reachedWithin; Date.now() < deadline; await pause(5)) {
      if ((await client.query(isWaiting)).rowCount) return 'reached'
    }
    return 'late'
  }

  return {
    killAt,
    async close() {
      await client.query(
        'drop trigger chaos_before on public.workflow_step; drop trigger chaos_after on public.workflow_step',
      )
      await client.query('drop schema chaos cascade')
      await client.end()
    },
  }
}

function notified(client: pg.Client): Promise<'reached'> {
  return new Promise((resolve) => {
    client.once('notification', () => resolve('reached'))
  })
}
