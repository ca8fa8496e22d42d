import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '@mainstay/db/postgres/embedded'
import * as z from 'zod'
import { findProcess, killNow, type Target } from './processes.ts'

const SignIn = z.object({
  tenant: z.string(),
  password: z.string(),
  storefrontApiKey: z.string(),
  people: z.array(z.object({ email: z.string(), role: z.string() })),
})
export type SignIn = z.infer<typeof SignIn>

const root = join(import.meta.dirname, '../..')
const startsWithin = 240_000

/**
 * What `npm start` runs, without the console: its own supervisor, PostgreSQL, sandbox, demo, api and worker, on free
 * ports and in a folder that is thrown away, or in the one that MAINSTAY_DATA_DIR names. It ends with us, however we end.
 */
export async function startSystem() {
  const given = process.env['MAINSTAY_DATA_DIR']
  const dir = given ?? mkdtempSync(join(tmpdir(), 'mainstay-chaos-'))
  // Under root, PostgreSQL runs as somebody else, who must get in to keep its files here.
  if (given === undefined) chmodSync(dir, 0o711)
  const ports = { api: await freePort(), sandbox: await freePort(), mail: await freePort(), admin: await freePort() }
  const log = openSync(join(dir, 'supervisor.log'), 'a')
  const supervisor = spawn(process.execPath, ['scripts/start.ts', '--without-console'], {
    cwd: root,
    stdio: ['ignore', log, log, 'ipc'],
    env: {
      ...process.env,
      // Its PostgreSQL is killed, so it is always one of its own.
      DATABASE_URL: undefined,
      MAINSTAY_DATA_DIR: dir,
      MAINSTAY_API_PORT: `${ports.api}`,
      MAINSTAY_SANDBOX_PORT: `${ports.sandbox}`,
      MAINSTAY_MAIL_PORT: `${ports.mail}`,
      MAINSTAY_ADMIN_PORT: `${ports.admin}`,
    },
  })
  const { pid } = supervisor
  if (pid === undefined) throw new Error('the supervisor did not start')
  const ended = once(supervisor, 'exit')

  const isRunning = () => supervisor.exitCode === null && supervisor.signalCode === null
  const stop = async () => {
    if (isRunning()) supervisor.kill('SIGTERM')
    await ended
  }
  const api = `http://127.0.0.1:${ports.api}`
  try {
    await untilReady(api, isRunning, startsWithin)
  } catch (error) {
    await stop()
    const lastLines = readFileSync(join(dir, 'supervisor.log'), 'utf8').trimEnd().split('\n').slice(-3).join('\n')
    throw new Error(`Mainstay did not start, see ${dir}/supervisor.log:\n${lastLines}`, { cause: error })
  }

  return {
    api,
    console: `http://localhost:${ports.admin}`,
    sandbox: `http://127.0.0.1:${ports.sandbox}`,
    dir,
    signIn: SignIn.parse(JSON.parse(readFileSync(join(dir, 'sign-in.json'), 'utf8'))),
    administratorUrl: administratorUrl(dir, pid),
    isRunning,
    stop,
    /** Throws the folder away unless it was given. Only after `stop`. */
    remove: () => {
      if (given === undefined) rmSync(dir, { recursive: true, force: true })
    },
    untilReady: (withinMs: number) => untilReady(api, isRunning, withinMs),
    /** Kills one of its processes, and answers whether that was up. */
    kill(target: Target): boolean {
      const found = findProcess(pid, target)
      return found !== undefined && killNow(found.pid)
    },
    pidOf: (target: Target) => findProcess(pid, target)?.pid,
  }
}

export type System = Awaited<ReturnType<typeof startSystem>>

async function untilReady(api: string, isRunning: () => boolean, withinMs: number): Promise<void> {
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; await pause(100)) {
    if (!isRunning()) throw new Error('the supervisor has ended')
    const answer = await fetch(`${api}/readyz`, { signal: AbortSignal.timeout(5000) }).catch(() => undefined)
    if (answer?.ok) return
  }
  throw new Error(`${api}/readyz did not answer 200 within ${withinMs / 1000} s`)
}

/** Reading the books from outside needs more than any process of the product may. */
function administratorUrl(dir: string, supervisor: number): string {
  const port = / -p (\d+)/.exec(findProcess(supervisor, 'postgres')?.args ?? '')?.[1]
  const file = join(dir, 'postgres.password')
  if (port === undefined || !existsSync(file)) throw new Error(`there is no PostgreSQL of ${dir}`)
  return `postgres://postgres:${readFileSync(file, 'utf8').trim()}@127.0.0.1:${port}/postgres`
}
