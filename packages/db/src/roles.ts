import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** Those who sign in. They own nothing; app_owner, who owns everything, cannot sign in. */
export const loginRoles = ['app_migrator', 'app_rw', 'app_ro', 'app_system'] as const
export type LoginRole = (typeof loginRoles)[number]

export type RoleUrls = Record<LoginRole, string>

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
      const isConcurrent = error instanceof pg.DatabaseError && /tuple concurrently/.test(error.message)
      if (!isConcurrent || attempt === 20) throw error
    }
    await sleep(attempt * 10)
  }
}

async function admitRoles(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>('select current_database() as name')
  const database = client.escapeIdentifier(rows[0]?.name ?? '')
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
