import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import * as z from 'zod'
import { requireDataFolder } from './data-folder.ts'
import { requireServer, requireUrl } from './require-server.ts'
import { bootstrapRoles, type LoginRole, loginRoles, type RoleUrls, roleUrl } from './roles.ts'
import { writeOnce } from './write-once.ts'
import { WrongSetting } from './wrong-setting.ts'

const variables = {
  app_migrator: 'DATABASE_URL_MIGRATOR',
  app_rw: 'DATABASE_URL_RW',
  app_ro: 'DATABASE_URL_RO',
  app_system: 'DATABASE_URL_SYSTEM',
} as const satisfies Record<LoginRole, string>

const Passwords = z.record(z.enum(loginRoles), z.string())
type Passwords = z.infer<typeof Passwords>

/** What `DATABASE_URL*` and `MAINSTAY_DATA_DIR` say; a URL given for a role wins over the administrator's. Throws WrongSetting. */
export type DatabaseSettings = { administratorUrl?: string; dataDir: string; given: Partial<RoleUrls> }

export function databaseSettings(env: NodeJS.ProcessEnv): DatabaseSettings {
  for (const variable of ['DATABASE_URL', ...Object.values(variables)]) {
    const url = env[variable]
    if (url) requireUrl(url, variable)
  }
  const given = {
    ...(env['DATABASE_URL_MIGRATOR'] && { app_migrator: env['DATABASE_URL_MIGRATOR'] }),
    ...(env['DATABASE_URL_RW'] && { app_rw: env['DATABASE_URL_RW'] }),
    ...(env['DATABASE_URL_RO'] && { app_ro: env['DATABASE_URL_RO'] }),
    ...(env['DATABASE_URL_SYSTEM'] && { app_system: env['DATABASE_URL_SYSTEM'] }),
  }
  const administratorUrl = env['DATABASE_URL']
  return {
    dataDir: env['MAINSTAY_DATA_DIR'] ?? join(import.meta.dirname, '../../../../.data'),
    given,
    ...(administratorUrl && { administratorUrl }),
  }
}

/** Makes what roles and passwords are missing, and answers with a URL for each role. Safe to run again. */
export async function ensureRoles(settings: DatabaseSettings): Promise<RoleUrls> {
  const { administratorUrl, dataDir, given } = settings
  if (administratorUrl === undefined) {
    const urls = readRoleUrls(settings)
    await requireServer(urls.app_migrator, variables.app_migrator)
    return urls
  }
  await requireServer(administratorUrl, 'DATABASE_URL')
  requireDataFolder(dataDir)
  const passwords = readPasswords(dataDir) ?? makePasswords(dataDir)
  await bootstrapRoles(administratorUrl, {}).catch((error: unknown) => {
    throw error instanceof pg.DatabaseError && error.code === '42501' ? mayNotMakeRoles(error) : error
  })
  const refused: Partial<Passwords> = {}
  for (const role of loginRoles) {
    if (given[role] !== undefined) continue
    const isRefused = !(await canSignIn(roleUrl(administratorUrl, role, passwords[role])))
    if (isRefused) refused[role] = passwords[role]
  }
  await bootstrapRoles(administratorUrl, refused)
  return readRoleUrls(settings)
}

/** A URL for each role, for a process that starts after the roles were made. */
export function readRoleUrls({ administratorUrl, dataDir, given }: DatabaseSettings): RoleUrls {
  const passwords = administratorUrl === undefined ? undefined : readPasswords(dataDir)
  const urlOf = (role: LoginRole): string => {
    const url = given[role] ?? (administratorUrl && passwords && roleUrl(administratorUrl, role, passwords[role]))
    if (url) return url
    if (administratorUrl) throw new WrongSetting('The roles of DATABASE_URL are not made yet: run npm run migrate once')
    throw new WrongSetting(`${variables[role]} is not set: set it, or DATABASE_URL (and run npm run migrate once)`)
  }
  // Asked for one by one: a process is given no more URLs than it signs in with.
  return {
    get app_migrator() {
      return urlOf('app_migrator')
    },
    get app_rw() {
      return urlOf('app_rw')
    },
    get app_ro() {
      return urlOf('app_ro')
    },
    get app_system() {
      return urlOf('app_system')
    },
  }
}

/** Which variable to correct when a role's URL does not work. */
export function variableOf({ given }: DatabaseSettings, role: LoginRole): string {
  return given[role] === undefined ? `DATABASE_URL (as ${role})` : variables[role]
}

function mayNotMakeRoles({ message }: Error): WrongSetting {
  const instead = Object.values(variables).join(', ')
  return new WrongSetting(`DATABASE_URL: ${message}. Sign in as an administrator there, or set ${instead} instead`)
}

/** Whether roles of ours were ever made, here or at DATABASE_URL: before that there is nothing to read. */
export function hasRoles(dataDir: string): boolean {
  return readPasswords(dataDir) !== undefined
}

function readPasswords(dataDir: string): Passwords | undefined {
  const file = join(dataDir, 'roles.json')
  return existsSync(file) ? Passwords.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined
}

function makePasswords(dataDir: string): Passwords {
  const password = () => randomBytes(24).toString('base64url')
  const made = { app_migrator: password(), app_rw: password(), app_ro: password(), app_system: password() }
  const isFirst = writeOnce(join(dataDir, 'roles.json'), `${JSON.stringify(made, null, 2)}\n`)
  return isFirst ? made : (readPasswords(dataDir) ?? made)
}

const refusals = ['28P01', '28000']

async function canSignIn(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.end()
    return true
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code && refusals.includes(error.code)) return false
    throw error
  }
}
