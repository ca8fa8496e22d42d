import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashPassword } from '@mainstay/auth/password'
import { acrossTenants, type Database, inTenant } from '@mainstay/db/postgres/client'
import { writeOnce } from '@mainstay/db/postgres/write-once'
import { createTenant } from '@mainstay/db/tenant/create'
import { findTenantBySlug, type Tenant } from '@mainstay/db/tenant/tenant'
import { bySystem } from '@mainstay/domain/command/act'
import type { Currency } from '@mainstay/domain/money/currency'
import { money } from '@mainstay/domain/money/money'
import { v7 } from 'uuid'
import * as z from 'zod'

export type SignInAs = { email: string; passwordFile: string }

/** The marketplace of that slug; a new one gets an administrator, so that somebody can look at what was imported. */
export async function tenantToImportInto(
  db: Database,
  { slug, currency, dataDir, now }: { slug: string; currency: Currency; dataDir: string; now: Date },
): Promise<{ tenant: Tenant; opened?: SignInAs }> {
  const known = await acrossTenants(db, (tx) => findTenantBySlug(tx, slug))
  if (known !== undefined) return { tenant: known }

  const { password, file } = passwordFor(slug, dataDir)
  const passwordHash = await hashPassword(password)
  const tenant: Tenant = {
    id: v7(),
    slug,
    name: nameOf(slug),
    currency,
    timeZone: 'UTC',
    numberPrefix: numberPrefix(slug),
    salesMode: 'agent',
    taxInclusive: true,
    commissionBase: 'net',
    commissionTaxPpm: 0,
  }
  const email = `henrik.vos@${slug}.example`
  const people = {
    henrik: {
      name: 'Henrik Vos',
      email,
      title: 'Administrator',
      roles: [{ role: 'administrator', limit: money(1_000_000, currency) }],
    },
  } as const
  await inTenant(db, { tenantId: tenant.id, act: bySystem(now) }, (tx) =>
    createTenant(tx, { tenant, people, passwordHash }),
  )
  return { tenant, opened: { email, passwordFile: file } }
}

const SignIn = z.object({ password: z.string().min(1) })

/** The demo's password where there is a demo, so that one password opens both; else one made for this marketplace. */
function passwordFor(slug: string, dataDir: string): { password: string; file: string } {
  const ofDemo = join(dataDir, 'sign-in.json')
  const ofTenant = join(dataDir, `sign-in-${slug}.json`)
  const file = existsSync(ofDemo) ? ofDemo : ofTenant
  if (existsSync(file)) return { password: SignIn.parse(JSON.parse(readFileSync(file, 'utf8'))).password, file }

  const password = randomBytes(12).toString('base64url')
  writeOnce(file, `${JSON.stringify({ tenant: slug, password }, null, 2)}\n`)
  return { password, file }
}

/** `nord-wind` is Nord Wind. */
function nameOf(slug: string): string {
  return slug
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')
    .trim()
}

/** Initials of the words of a slug, or the first two letters of its only one. */
function numberPrefix(slug: string): string {
  const words = slug.split('-').filter(Boolean)
  const letters = words.length > 1 ? words.map((word) => word.charAt(0)).join('') : slug
  return letters.slice(0, words.length > 1 ? 4 : 2).toUpperCase()
}
