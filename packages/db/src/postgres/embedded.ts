import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { chooseLocation, type ServerLocation } from './embedded-location.ts'
import { runningPostmaster } from './embedded-postmaster.ts'
import { writeOnce } from './write-once.ts'

export type EmbeddedPostgres = {
  url: string
  port: number
  /** True when a server of the same folder was already running; `stop` then leaves it alone. */
  reused: boolean
  /** Resolves with its exit code when the server has ended, by `stop` or by itself. */
  ended: Promise<number | null>
  stop(): Promise<void>
}

export type EmbeddedOptions = {
  dir: string
  /** Trusts every connection, gives up durability and removes the folder at the end: for tests only. */
  ephemeral?: boolean
  port?: number
  settings?: Record<string, string>
  onLog?: (line: string) => void
}

const MAJOR = '18'

// The server must outlive a Ctrl-C that reaches the whole terminal group (it ends last, when we say so), and must not
// outlive us: its guard reads our end of a pipe, which the kernel closes even after kill -9.
const GUARD = `exec 3<&0
"$@" </dev/null 3<&- & server=$!
(read -r _ <&3; kill -INT $server) >/dev/null 2>&1 & guard=$!
wait $server; code=$?
kill $guard 2>/dev/null
[ -n "$EPHEMERAL" ] && rm -rf "$EPHEMERAL" 2>/dev/null
exit $code`

/**
 * Starts the PostgreSQL shipped with the npm packages on 127.0.0.1 and returns the superuser's URL.
 * A second start finds its data; a server of the same folder that is still running is reused.
 */
export async function startPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const location = await chooseLocation(options.dir, options.ephemeral ?? false)
  const running = await runningPostmaster(location.dataDir)
  const password = superuserPassword(options)
  if (running !== undefined) {
    return { ...address(running.port, password), reused: true, ended: new Promise(() => {}), stop: async () => {} }
  }
  await initialise(location, password)
  return launch(location, password, options)
}

function superuserPassword({ dir, ephemeral = false }: EmbeddedOptions): string | undefined {
  if (ephemeral) return undefined
  const file = `${dir}.password`
  if (!existsSync(file)) writeOnce(file, `${randomBytes(24).toString('base64url')}\n`)
  return readFileSync(file, 'utf8').trim()
}

function address(port: number, password: string | undefined): { url: string; port: number } {
  return { url: `postgres://postgres${password ? `:${password}` : ''}@127.0.0.1:${port}/postgres`, port }
}

async function initialise({ account, initdb, dataDir }: ServerLocation, password: string | undefined): Promise<void> {
  const version = join(dataDir, 'PG_VERSION')
  if (existsSync(version)) {
    const major = readFileSync(version, 'utf8').trim()
    if (major !== MAJOR) throw new Error(`${dataDir} was written by PostgreSQL ${major}; this is ${MAJOR}.`)
    return
  }
  // Built aside and renamed, so that an interrupted first start leaves nothing that looks complete.
  const partial = `${dataDir}.partial`
  const passwordFile = `${dataDir}.initial`
  const owned = (path: string) => {
    if (account.uid !== undefined && account.gid !== undefined) chownSync(path, account.uid, account.gid)
  }
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { recursive: true, mode: 0o700 })
  owned(partial)
  writeFileSync(passwordFile, password ?? '', { mode: 0o600 })
  owned(passwordFile)
  const login =
    password === undefined ? ['--auth=trust', '--no-sync'] : ['--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const child = spawn(initdb, ['-D', partial, '-U', 'postgres', ...login, ...locale], {
    ...account,
    cwd: '/',
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  try {
    await finished(child)
  } finally {
    rmSync(passwordFile, { force: true })
  }
  renameSync(partial, dataDir)
}

function finished(child: ChildProcess): Promise<void> {
  const said: string[] = []
  child.stdout?.on('data', (chunk) => said.push(String(chunk)))
  child.stderr?.on('data', (chunk) => said.push(String(chunk)))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`initdb failed (${code}):\n${said.join('')}`))
    })
  })
}

async function launch(
  location: ServerLocation,
  password: string | undefined,
  options: EmbeddedOptions,
): Promise<EmbeddedPostgres> {
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort())
    const started = await tryLaunch(location, port, options)
    if ('stop' in started) return { ...address(port, password), reused: false, ...started }
    // A postmaster killed with -9 leaves back ends that need a moment to notice, and it can be killed while it starts; a
    // free port can be taken meanwhile.
    const passing = /pre-existing shared memory block|^exit code 137$/m.test(started.failure)
    const portTaken = options.port === undefined && /could not create any TCP\/IP sockets/.test(started.failure)
    if (attempt === 20 || !(passing || portTaken)) throw new Error(`PostgreSQL did not start:\n${started.failure}`)
    await pause(500)
  }
}

type Started = { ended: Promise<number | null>; stop(): Promise<void> } | { failure: string }

function tryLaunch(
  { account, postgres, dataDir }: ServerLocation,
  port: number,
  options: EmbeddedOptions,
): Promise<Started> {
  const settings = Object.entries({ ...serverSettings(options.ephemeral ?? false), ...options.settings })
  const command = [
    postgres,
    '-D',
    dataDir,
    '-p',
    String(port),
    ...settings.flatMap(([key, value]) => ['-c', `${key}=${value}`]),
  ]
  const child = spawn('/bin/sh', ['-c', GUARD, 'postgres', ...command], {
    ...account,
    cwd: '/',
    env: { ...environment(), ...(options.ephemeral && { EPHEMERAL: dataDir }) },
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  child.stdin.on('error', () => {})
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const stop = async () => {
    child.stdin.end()
    await ended
    if (options.ephemeral) rmSync(dataDir, { recursive: true, force: true })
  }
  return new Promise((resolve, reject) => {
    const said: string[] = []
    let ready = false
    createInterface({ input: child.stderr }).on('line', (line) => {
      options.onLog?.(line)
      if (ready) return
      said.push(line)
      if (!line.includes('ready to accept connections')) return
      ready = true
      resolve({ ended, stop })
    })
    child.once('error', reject)
    child.once('close', (code) => resolve({ failure: `exit code ${code}\n${said.slice(-20).join('\n')}` }))
  })
}

function serverSettings(ephemeral: boolean): Record<string, string> {
  const always = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    max_prepared_transactions: '20',
    shared_preload_libraries: 'pg_stat_statements',
    shared_buffers: '256MB',
    random_page_cost: '1.1',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
  }
  if (!ephemeral) return { ...always, max_wal_size: '2GB', log_lock_waits: 'on', log_min_duration_statement: '1s' }
  return { ...always, fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum_naptime: '5min' }
}

function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }
}

/** A port of 127.0.0.1 that nobody listened on a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port)
        else reject(new Error('the probe has no port'))
      })
    })
  })
}
