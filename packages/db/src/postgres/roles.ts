import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** Those who sign in. They own nothing; app_owner, who owns everything, cannot sign in. */
export const loginRoles = ['app_migrator', 'app_rw', 'app_ro', 'app_system'] as const
export type LoginRole = (typeof loginRoles)[number]

export type RoleUrls = Record<LoginRole, string>

/**
 * In milliseconds, for everybody but the migrator. They belong to the roles, since a pooler drops what a connection asks
 * for when it opens. Idle in a transaction is half a worker's lease: a stopped one must not keep its locks as long as that.
 */
export const roleTimeouts = {
  statement_timeout: 15_000,
  lock_timeout: 5_000,
  idle_in_transaction_session_timeout: 15_000,
} as const

/**
 * What else belongs to everybody but the migrator. Plans are kept with their connection, those of foreign keys for ever:
 * one that was made while a table was small reads all of it, until the next ANALYZE. Every table has an index for what we
 * ask of it (decision 13).
 */
export const roleSettings = { ...roleTimeouts, enable_seqscan: 'off' } as const

/**
 * Makes the roles and lets them into the database that `administratorUrl` names. Roles belong to the whole server, so
 * one that exists is kept, but for its password when one is given.
 */
export async function bootstrapRoles(
  administratorUrl: string,
  passwords: Partial<Record<LoginRole, string>>,
): Promise<void> {
  const client = new pg.Client({ connectionString: administratorUrl, application_name: 'mainstay bootstrap' })
  client.on('error', () => {})
  await client.connect()
  try {
    await createRole(client, 'app_owner', 'nologin')
    for (const role of loginRoles) await createRole(client, role, 'login')
    for (const role of loginRoles) {
      const password = passwords[role]
      if (password !== undefined) await setPassword(client, role, password)
    }
    await admitRoles(client)
    await limitRoles(client)
    await prepareForCitus(client)
  } finally {
    await client.end()
  }
}

/** The same database, signed in as `role`. */
export function roleUrl(administratorUrl: string, role: LoginRole, password: string): string {
  const url = new URL(administratorUrl)
  url.username = role
  url.password = password
  return url.href
}

async function createRole(client: pg.Client, role: LoginRole | 'app_owner', login: 'login' | 'nologin'): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
  if (rowCount === 1) return
  // Another database of the same server may be bootstrapped at this moment.
  await client.query(`do $$ begin
    create role ${role} ${login} nosuperuser nocreatedb nocreaterole;
  exception when duplicate_object or unique_violation then null;
  end $$`)
}

async function setPassword(client: pg.Client, role: LoginRole, password: string): Promise<void> {
  await alterShared(client, `alter role ${role} password ${client.escapeLiteral(password)}`)
}

/** Roles and databases are rows of the whole server: another that changes one at this moment makes ours fail. */
async function alterShared(client: pg.Client, statement: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(statement)
      return
    } catch (error) {
      const isConcurrent =
        error instanceof pg.DatabaseError && (error.code === '23505' || /tuple concurrently/.test(error.message))
      if (!isConcurrent || attempt === 20) throw error
    }
    await sleep(attempt * 10)
  }
}

async function admitRoles(client: pg.Client): Promise<void> {
  const database = await databaseName(client)
  await alterShared(
    client,
    `
    grant app_owner to app_migrator;
    revoke all on database ${database} from public;
    grant connect on database ${database} to ${loginRoles.join(', ')};
    grant create on database ${database} to app_owner;
    revoke all on schema public from public;
    grant usage, create on schema public to app_owner;
    grant usage on schema public to ${loginRoles.join(', ')};
  `,
  )
}

/** Gives each role the settings that nobody has given it; what an administrator has set stays. */
async function limitRoles(client: pg.Client): Promise<void> {
  const database = await databaseName(client)
  const limited = loginRoles.filter((role) => role !== 'app_migrator')
  const { rows } = await client.query<{ role: LoginRole; name: keyof typeof roleSettings }>(
    `select r.rolname as role, t.name from pg_roles r cross join unnest($2::text[]) t (name)
     where r.rolname = any ($1) and not exists (
       select from pg_db_role_setting s cross join unnest(s.setconfig) setting
       where s.setrole = r.oid and split_part(setting, '=', 1) = t.name
         and s.setdatabase in (0, (select oid from pg_database where datname = current_database())))`,
    [limited, Object.keys(roleSettings)],
  )
  for (const { role, name } of rows)
    await alterShared(client, `alter role ${role} in database ${database} set ${name} = ${roleSettings[name]}`)
}

/**
 * Where the database is a Citus coordinator: it reaches its workers as the role at work, so the owner must be let in (by
 * the nodes' own trust: it has no password), and a tenant that is set in a transaction must reach them too.
 */
async function prepareForCitus(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query("select from pg_extension where extname = 'citus'")
  if (rowCount === 0) return
  const database = await databaseName(client)
  // Citus sends roles that were made before it along with the first function that needs them, which only we may do.
  await client.query('create or replace function public.needs_roles() returns int language sql return 1')
  await client.query(`grant execute on function public.needs_roles() to ${loginRoles.join(', ')}`)
  await client.query('alter function public.needs_roles() owner to app_owner')
  await client.query('drop function public.needs_roles()')
  await alterShared(client, `alter role app_owner login; grant connect on database ${database} to app_owner`)
  for (const role of loginRoles)
    await alterShared(client, `alter role ${role} in database ${database} set citus.propagate_set_commands = 'local'`)
}

async function databaseName(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>('select current_database() as name')
  return client.escapeIdentifier(rows[0]?.name ?? '')
}
