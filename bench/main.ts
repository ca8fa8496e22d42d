// `npm run bench [name …]`: ratios measured side by side in one run, printed and written to bench/results.json.
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '@mainstay/db/postgres/embedded'
import { benchAudit } from './audit.ts'
import { benchImport } from './import.ts'
import { benchOrderList } from './order-list.ts'
import { benchPurchaseBytes } from './purchase-bytes.ts'
import { benchPurchaseLarge } from './purchase-large.ts'
import { benchPurchasePlace } from './purchase-place.ts'
import { saveResults } from './results.ts'
import type { Measure } from './rounds.ts'
import { benchTenant } from './tenant.ts'
import { benchWorkflow } from './workflow.ts'

const benches: Record<string, (serverUrl: string) => Promise<Measure[]>> = {
  'order.list': benchOrderList,
  'purchase.place': benchPurchasePlace,
  'purchase.bytes': benchPurchaseBytes,
  'purchase.large': benchPurchaseLarge,
  workflow: benchWorkflow,
  tenant: benchTenant,
  audit: benchAudit,
  import: benchImport,
}

const goals: Record<string, number> = {
  'order.list/bare': 0.45,
  'purchase.place/pg': 0.35,
  'purchase.place/order': 0.3,
  'workflow/dbos': 5,
  'workflow/floor': 0.9,
  'tenant/plain': 0.9,
  'audit/none': 0.9,
}

/** Reached by what is no larger. */
const bounds: Record<string, number> = {
  'order.list.cpu/bare': 2,
  'purchase.bytes': 30_000,
  'import.memory@1M/@100k': 1.2,
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in benches))
if (unknown.length > 0) {
  console.error(`no bench is called ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}`)
  process.exit(2)
}

// What a driver deprecates is not a figure.
process.noDeprecation = true

const folder = mkdtempSync(join(tmpdir(), 'mainstay-bench-'))
// Thrown away afterwards, but every commit reaches the disk: the figures are of durable work.
const durable = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' }
const postgres = await startPostgres({ dir: join(folder, 'postgres'), ephemeral: true, settings: durable })
try {
  console.log(`${cpus().length} cores, Node ${process.version}, PostgreSQL 18 with fsync\n`)
  for (const [name, bench] of Object.entries(benches)) {
    if (asked.length > 0 && !asked.includes(name)) continue
    try {
      const measures = await bench(postgres.url)
      saveResults(measures)
      for (const measure of measures) console.log(lineOf(measure))
    } catch (error) {
      process.exitCode = 1
      console.error(`${name.padEnd(20)} failed: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
} finally {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}

function lineOf({ name, value, unit, against }: Measure): string {
  const goal = goals[name] ?? bounds[name]
  const isReached = name in bounds ? value <= (goal ?? 0) : value >= (goal ?? 0)
  const verdict = goal === undefined ? '' : isReached ? `  reached ${goal}` : `  short of ${goal}`
  const figure = unit === 'x' ? value.toFixed(2) : value.toFixed(0)
  return `${name.padEnd(20)} ${figure.padStart(8)} ${unit.padEnd(5)}${verdict}${against ? `  against ${against}` : ''}`
}
