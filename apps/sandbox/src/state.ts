import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const schema = `
create table if not exists object (
  id text primary key, kind text not null, parent text, created integer not null, due_at integer, body text not null
) strict;
create index if not exists object_by_kind on object (kind, created desc);
create index if not exists object_by_parent on object (parent, kind);
create index if not exists object_due on object (due_at) where due_at is not null;
create table if not exists idempotency (
  key text primary key, fingerprint text not null, status integer not null, body text not null
) strict;
create table if not exists delivery (
  id integer primary key, event_id text not null, due_at integer not null, attempts integer not null default 0,
  status text not null, last_answer text
) strict;
create index if not exists delivery_due on delivery (status, due_at, id);
create table if not exists mail (
  id integer primary key, message_id text not null, recipients text not null, sender text not null,
  subject text not null, text text not null, html text, received_at integer not null
) strict;
create table if not exists setting (name text primary key, value text not null) strict;
`

export type State = {
  db: DatabaseSync
  /** All or nothing; a second level inside is part of the first. */
  atomically: <T>(work: () => T) => T
  close: () => void
}

/** Without a file the state lives as long as the process. */
export function openState(file: string | undefined): State {
  if (file) mkdirSync(dirname(file), { recursive: true })
  const db = new DatabaseSync(file ?? ':memory:')
  db.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma busy_timeout = 2000')
  db.exec(schema)

  function atomically<T>(work: () => T): T {
    if (db.isTransaction) return work()
    db.exec('begin immediate')
    try {
      const result = work()
      db.exec('commit')
      return result
    } catch (error) {
      // A full disk has rolled back already.
      if (db.isTransaction) db.exec('rollback')
      throw error
    }
  }

  return { db, atomically, close: () => db.close() }
}

export function readSetting(state: State, name: string): unknown {
  const row = state.db.prepare('select value from setting where name = ?').get(name)
  return typeof row?.value === 'string' ? JSON.parse(row.value) : undefined
}

export function writeSetting(state: State, name: string, value: unknown): void {
  state.db
    .prepare('insert into setting (name, value) values (?, ?) on conflict (name) do update set value = excluded.value')
    .run(name, JSON.stringify(value))
}
