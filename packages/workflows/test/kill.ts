import { fork } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { RunRef } from '../src/engine/workflow.ts'
import { inGroups } from './in-groups.ts'
import type { Shop } from './shop.ts'

/** The points around every step a run took when nothing went wrong: read from its own journal. */
export async function pointsOf(shop: Shop, run: RunRef): Promise<string[]> {
  const steps = await shop.look<{ name: string; kind: string }>(
    'select name, kind from workflow_step where tenant_id = $1 and run_id = $2 order by seq',
    run.id,
  )
  const around = steps.flatMap(({ name, kind }) => {
    const inside = kind === 'commit' ? [`in:${name}`, `journalled:${name}`] : []
    return [`before:${name}`, ...inside, `after:${name}`]
  })
  return [...around, 'before-finish', 'after-finish']
}

export type Killing = { kind: string; point: string }

/** Gives each run to a process of its own that kills itself at its point, and answers how the processes ended. */
export async function killWorkers(shop: Shop, killings: readonly Killing[]): Promise<string[]> {
  const ends = await inGroups(killings, 4, (killing) => killed(shop, killing))
  await endLeases(shop)
  return ends
}

async function killed(shop: Shop, { kind, point }: Killing): Promise<string> {
  const child = fork(join(import.meta.dirname, 'pay-worker.ts'), {
    env: {
      PATH: process.env['PATH'],
      RW_URL: shop.database.urls.app_rw,
      SYSTEM_URL: shop.database.urls.app_system,
      SANDBOX_URL: shop.sandbox.url,
      SMTP_PORT: String(shop.sandbox.smtpPort),
      KIND: kind,
      POINT: point,
      LEASE_MS: '600000',
      NODE_COMPILE_CACHE: join(tmpdir(), 'mainstay-compile-cache'),
    },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const [code, signal] = await once(child, 'exit')
  return `${point} ${signal ?? code}`
}

/** The dead cannot renew their leases; nobody wants to wait until they end. */
async function endLeases(shop: Shop): Promise<void> {
  const admin = new pg.Client({ connectionString: shop.database.adminUrl })
  await admin.connect()
  await admin.query(`update workflow_run set due_at = now() where status = 'running'`)
  await admin.end()
}
