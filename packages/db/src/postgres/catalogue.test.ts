import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { breaches, type Exceptions, type rules } from '../../test/catalogue-rules.ts'
import { scratchDatabase, type TestDatabase, testDatabase } from '../../test/database.ts'

const exceptions: Exceptions = {
  tablesWithoutTenant: {
    tenant: 'the list of tenants itself, read at sign-in before a tenant is known',
    rate_limit: 'counts attempts before a tenant is known',
    webhook_quarantine: 'holds what no tenant could be found for',
    payment_reference: 'says whose payment a message of the provider is about, before a tenant is known',
  },
  tablesOpenToSystem: {
    outbox_event: 'the relay sends the events of every tenant',
    outbox_pending: 'the relay finds what is not numbered yet',
    outbox_sequence: 'the relay numbers',
    workflow_run: 'the engine claims runs of every tenant',
    workflow_step: 'the engine reads what a claimed run has done',
    workflow_attempt: 'the engine records what it tried',
    workflow_signal: 'the engine reads what a claimed run was told',
  },
  indexesAcrossTenants: {
    workflow_run_queued_idx: 'the engine claims by lane, whoever the tenant',
    workflow_run_due_idx: 'the engine wakes runs by their clock, whoever the tenant',
    workflow_run_busy_idx: 'the engine counts running runs by lane, then tenant',
    workflow_run_held_idx: 'the engine reports held runs by lane',
  },
  functionsAsOwner: {
    book_entries: 'an entry, its postings and its balances are one write: nobody else writes the books',
  },
}

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

test('the migrated database keeps every rule', async () => {
  expect(await breaches(database.adminUrl, exceptions)).toEqual([])
})

const offences: Record<keyof typeof rules, { sql: string; object: string }> = {
  'a table without a tenant is listed with its reason': {
    sql: 'create table no_tenant (id uuid primary key)',
    object: 'no_tenant',
  },
  'a listed table without a tenant exists and has none': { sql: '', object: 'gone' },
  'the primary key begins with the tenant': {
    sql: 'create table keyed_by_id (tenant_id uuid not null, id uuid primary key)',
    object: 'keyed_by_id',
  },
  'row security is enabled and forced': {
    sql: 'create table unforced (tenant_id uuid, id uuid, primary key (tenant_id, id)); alter table unforced enable row level security',
    object: 'unforced',
  },
  'one policy binds every role to its tenant, reading and writing': {
    sql: `create table half_bound (tenant_id uuid, id uuid, primary key (tenant_id, id));
      create policy half_bound_tenant on half_bound using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)`,
    object: 'half_bound',
  },
  'no other policy, but for app_system on listed tables': {
    sql: `create table also_open (tenant_id uuid, id uuid, primary key (tenant_id, id));
      create policy open on also_open to app_ro using (true)`,
    object: 'open on also_open',
  },
  'a table listed as open to app_system is': { sql: '', object: 'gone' },
  'who signs in cannot pass over row security': { sql: '', object: 'app_offender' },
  'who serves requests is no member of the owner': { sql: '', object: 'app_offender' },
  'everything belongs to app_owner': { sql: 'create table of_nobody (id int)', object: 'of_nobody' },
  'app_owner cannot sign in': { sql: '', object: 'app_owner_offender' },
  'a view asks with the rights of its reader': {
    sql: 'create view owners_view as select 1 as one',
    object: 'owners_view',
  },
  'there is no materialised view and no foreign table, which row security does not reach': {
    sql: 'create materialized view stale as select 1 as one',
    object: 'stale',
  },
  'no function runs with the rights of its owner, but for listed ones that fix where names are looked up': {
    sql: "create function as_owner() returns int language sql security definer as 'select 1'",
    object: 'as_owner',
  },
  'a listed function that runs with the rights of its owner exists': { sql: '', object: 'gone' },
  'a unique key begins with the tenant': {
    sql: 'create table oracle (tenant_id uuid, email text constraint oracle_email_key unique, primary key (tenant_id, email))',
    object: 'oracle_email_key',
  },
  'an index begins with the tenant': {
    sql: 'create table by_time (tenant_id uuid, at date, primary key (tenant_id, at)); create index by_time_at on by_time (at)',
    object: 'by_time_at',
  },
  'a listed index across tenants exists': { sql: '', object: 'gone' },
  'a foreign key carries the tenant on both sides': {
    sql: `create table child (tenant_id uuid, id uuid, keyed_by_id uuid constraint child_parent_fkey references keyed_by_id,
      primary key (tenant_id, id))`,
    object: 'child_parent_fkey',
  },
  'a foreign key deletes and empties nothing': {
    sql: `create table cascading (tenant_id uuid, id uuid, primary key (tenant_id, id),
      constraint cascading_fkey foreign key (tenant_id, id) references unforced on delete cascade)`,
    object: 'cascading_fkey',
  },
  'a foreign key to rows that may be deleted has an index for the way back': {
    sql: `grant delete on unforced to app_rw; create table unindexed (tenant_id uuid, id uuid, parent_id uuid, primary key (tenant_id, id),
      constraint unindexed_parent_fkey foreign key (tenant_id, parent_id) references unforced)`,
    object: 'unindexed_parent_fkey',
  },
  'no column is an enum, a float, a numeric, money or a time without zone': {
    sql: 'create table priced (tenant_id uuid primary key, price numeric)',
    object: 'priced.price',
  },
  'an index compares with leakproof operators, else row security keeps it from being used': {
    sql: 'create table tagged (tenant_id uuid primary key, tags jsonb); create index tagged_tags on tagged (tenant_id, tags)',
    object: 'tagged_tags',
  },
  'an index holds columns, no expressions': {
    sql: 'create table named (tenant_id uuid primary key, name text); create index named_lower on named (tenant_id, lower(name))',
    object: 'named_lower',
  },
  'what is append-only cannot be changed or removed by who signs in': {
    sql: "create table history (id int); comment on table history is 'append-only'; grant update (id) on history to app_rw",
    object: 'history by app_rw',
  },
  'app_ro only reads': {
    sql: 'create table wide_open (id int); grant insert on wide_open to app_ro',
    object: 'wide_open',
  },
  'who serves requests can neither truncate nor attach to a table': {
    sql: 'create table emptied (id int); grant truncate on emptied to app_rw',
    object: 'emptied by app_rw',
  },
  'the public has no right to any table': {
    sql: 'create table published (id int); grant select on published to public',
    object: 'published',
  },
  'the public may call no function': {
    sql: "create function callable() returns int language sql as 'select 1'",
    object: 'callable',
  },
  'a partition is reached through its parent only': {
    sql: `create table parent (tenant_id uuid, at date) partition by range (at); create table part partition of parent default;
      grant select on part to app_rw`,
    object: 'part',
  },
  'there are no triggers and no rules': {
    sql: `create table triggered (id int); create trigger silent before update on triggered for each row
      execute function suppress_redundant_updates_trigger()`,
    object: 'triggered.silent',
  },
  'a constraint has a name that somebody chose': {
    sql: 'create table unnamed (id int check (id > 0) check (id < 9))',
    object: 'unnamed_id_check1',
  },
}

test('each rule names the object that breaks it', async () => {
  const scratch = await scratchDatabase()
  const client = new pg.Client({ connectionString: scratch.adminUrl })
  await client.connect()
  try {
    await client.query(
      'create role app_offender login bypassrls in role app_owner; create role app_owner_offender login',
    )
    await client.query(
      Object.values(offences)
        .map(({ sql }) => sql)
        .join(';\n'),
    )

    const reason = 'to be missed'
    const stale = { gone: reason }
    const found = await breaches(scratch.adminUrl, {
      tablesWithoutTenant: stale,
      tablesOpenToSystem: stale,
      indexesAcrossTenants: stale,
      functionsAsOwner: stale,
    })
    const missed = Object.entries(offences)
      .filter(([rule, { object }]) => !found.some((breach) => breach.rule === rule && breach.object === object))
      .map(([rule, { object }]) => ({ rule, object }))
    expect(missed).toEqual([])
  } finally {
    await client.query('drop role app_offender, app_owner_offender')
    await client.end()
    await scratch.close()
  }
})
