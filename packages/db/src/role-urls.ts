import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import * as z from 'zod'
import { bootstrapRoles, type LoginRole, loginRoles, type RoleUrls, roleUrl } from './roles.ts'

const Passwords = z.record(z.enum(loginRoles), z.string())
type Passwords = z.infer<typeof Passwords>

/** What `DATABASE_URL*` and `MAINSTAY_DATA_DIR` say; a URL given for a role wins over the administrator's. */
export type DatabaseSettings = { administratorUrl?: string; dataDir: string; given: Partial<RoleUrls> }

export function databaseSettings(env: NodeJS.ProcessEnv): DatabaseSettings {
  const given = {
    ...(env['DATABASE_URL_MIGRATOR'] && { app_migrator: env['DATABASE_URL_MIGRATOR'] }),
    ...(env['DATABASE_URL_RW'] && { app_rw: env['DATABASE_URL_RW'] }),
    ...(env['DATABASE_URL_RO'] && { app_ro: env['DATABASE_URL_RO'] }),
    ...(env['DATABASE_URL_SYSTEM'] && { app_system: env['DATABASE_URL_SYSTEM'] }),
  }
  const administratorUrl = env['DATABASE_URL']
  return {
    dataDir: env['MAINSTAY_DATA_DIR'] ?? join(import.meta.dirname, '../../../.data'),
    given,
    ...(administratorUrl && { administratorUrl }),
  }
}

/** Makes what roles and passwords are missing, and answers with a URL for each role. Safe to run again. */
export async function ensureRoles(settings: DatabaseSettings): Promise<RoleUrls> {
  const { administratorUrl, dataDir, given } = settings
  if (administratorUrl === undefined) return readRoleUrls(settings)

  const passwords = readPasswords(dataDir) ?? makePasswords(dataDir)
  await bootstrapRoles(administratorUrl, {})
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
    throw new Error(`no URL for ${role}: set DATABASE_URL (and migrate once), or the role's own DATABASE_URL_…`)
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

function readPasswords(dataDir: string): Passwords | undefined {
  const file = join(dataDir, 'roles.json')
  return existsSync(file) ? Passwords.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined
}

function makePasswords(dataDir: string): Passwords {
  const password = () => randomBytes(24).toString('base64url')
  const made = { app_migrator: password(), app_rw: password(), app_ro: password(), app_system: password() }
  const file = join(dataDir, 'roles.json')
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(draft, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 })
  // Linked into place, so that a crash leaves no half of it, and of two that start together one wins.
  const isFirst = linkUnlessThere(draft, file)
  rmSync(draft)
  return isFirst ? made : (readPasswords(dataDir) ?? made)
}

function linkUnlessThere(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (existsSync(to)) return false
    throw error
  }
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
