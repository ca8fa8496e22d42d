import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { vacuumWhole } from './vacuum-whole.ts'

/** `npm --prefix packages/db run test:size` has 300,000, which takes minutes. */
export const purchasesAtSize = Number(process.env['LISTS_AT_SIZE'] ?? 20_000)

/** What is numbered in a marketplace of such a size; which of them are rare or common, its script says. */
type Numbered = 'seller' | 'buyer' | 'import' | 'member' | 'subject'

export type MarketAtSize = { tenantId: string; idOf: (what: Numbered, n: number) => string }

/** The last minute of a marketplace at size. */
export const until = new Date('2026-11-25T00:00:00Z')

const script = readFileSync(new URL('market-at-size.sql', import.meta.url), 'utf8')

/** Writes so many purchases for each tenant, and what comes with them. Of 300,000 it takes about a minute. */
export async function fillMarkets(adminUrl: string, sizes: Readonly<Record<string, number>>): Promise<MarketAtSize[]> {
  const client = new pg.Client({ connectionString: adminUrl })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('create temp table market (tenant_id uuid, purchases int, until timestamptz)')
    await client.query(script.slice(0, script.indexOf(endOfFunctions)))
    for (const [tenantId, purchases] of Object.entries(sizes)) {
      await client.query('truncate market')
      await client.query('insert into market values ($1, $2, $3)', [tenantId, purchases, until])
      await client.query(script.slice(script.indexOf(endOfFunctions)))
    }
    await vacuumWhole(client)
  } finally {
    await client.end()
  }
  return Object.keys(sizes).map((tenantId) => ({ tenantId, idOf: (what, n) => idOf(`${what}${n}${tenantId}`) }))
}

const endOfFunctions = '-- So much for functions.'

/** As `pg_temp.id_of` of the script. */
function idOf(name: string): string {
  const hash = createHash('md5').update(name).digest('hex')
  const at = Date.parse('2024-01-01T00:00:00Z').toString(16).padStart(12, '0')
  return `${at.slice(0, 8)}-${at.slice(8)}-7${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`
}
