import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { requireDataFolder } from '../packages/db/src/postgres/data-folder.ts'
import { databaseSettings, readRoleUrls } from '../packages/db/src/postgres/role-urls.ts'
import { type Command, keepRunning, type Running, runToEnd } from './child-process.ts'
import { buildConsole } from './console-build.ts'
import { keepDatabase } from './database.ts'
import { environment, type Ports } from './environment.ts'
import { dataDir, logFile, root } from './paths.ts'
import { choosePort } from './ports.ts'
import { untilAnswers, untilListens } from './readiness.ts'
import { signInFile, signInLines } from './sign-in.ts'
import { complain, reasonOf, say } from './terminal.ts'

const asked = process.argv.slice(2)
const unknown = asked.filter((option) => option !== '--dev' && option !== '--without-console')
if (unknown.length > 0) {
  complain(`there is no option ${unknown.join(' ')}; there are --dev and --without-console`)
  process.exit(2)
}
const isDevelopment = asked.includes('--dev')
/** The api, the worker and what they need, for those who look at nothing. */
const hasConsole = !asked.includes('--without-console')

/** Everything that runs, in the order it was started; it ends in the opposite one. */
const running: Running[] = []
const register = (task: Running) => void running.push(task)
let ending = false

process.on('SIGINT', () => void end(0, 'Stopping'))
process.on('SIGTERM', () => void end(0, 'Stopping'))
process.on('SIGHUP', () => void end(0, 'Stopping'))
// Bootstrap, and with it npm, is gone.
process.on('disconnect', () => void end(0, 'Stopping'))

start().catch((error: unknown) => {
  if (!ending) void end(1, reasonOf(error))
})

async function start(): Promise<void> {
  requireDataFolder(dataDir)
  const ports = await choosePorts()
  const base = environment(ports, isDevelopment)
  const [withDatabase] = await Promise.all([prepareDatabase(base), prepareConsole(base)])
  const env = unprivileged(withDatabase)

  keep(command('sandbox', ['apps/sandbox/src/main.ts'], env))
  await untilListens('sandbox', ports.sandbox, 30)
  const isFirstTime = !existsSync(signInFile)
  await demo(withDatabase)

  keep(command('api', [...reloading(), 'apps/api/src/main.ts'], { ...env, PORT: `${ports.api}` }))
  keep(command('worker', [...reloading(), 'apps/worker/src/main.ts'], env))
  if (hasConsole) keepConsole(ports, env)
  await Promise.all([
    untilAnswers(`http://127.0.0.1:${ports.api}/readyz`, 60),
    hasConsole && untilAnswers(`http://127.0.0.1:${ports.admin}/sign-in`, 120),
  ])
  announce(ports, isFirstTime)
}

async function choosePorts(): Promise<Ports> {
  const taken = new Set<number>()
  return {
    api: await choosePort('MAINSTAY_API_PORT', 4000, taken),
    admin: await choosePort('MAINSTAY_ADMIN_PORT', 3000, taken),
    sandbox: await choosePort('MAINSTAY_SANDBOX_PORT', 4100, taken),
    mail: await choosePort('MAINSTAY_MAIL_PORT', 4125, taken),
  }
}

/** A database with its roles and the current tables; answers with the environment that reaches it. */
async function prepareDatabase(base: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  const url = await keepDatabase(register, (reason) => void end(1, reason))
  const env = { ...base, ...(url && { DATABASE_URL: url }) }
  await runToEnd(command('migrations', ['packages/db/src/postgres/migrate-main.ts'], env), register, say)
  const roles = readRoleUrls(databaseSettings(env))
  return {
    ...env,
    DATABASE_URL_RW: roles.app_rw,
    DATABASE_URL_RO: roles.app_ro,
    DATABASE_URL_SYSTEM: roles.app_system,
  }
}

async function prepareConsole(env: NodeJS.ProcessEnv): Promise<void> {
  if (hasConsole && !isDevelopment) await buildConsole(env, register)
}

/** What runs all day signs in by its own role and never sees the administrator's password. */
function unprivileged(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { DATABASE_URL: _administrator, DATABASE_URL_MIGRATOR: _migrator, ...rest } = env
  return rest
}

async function demo(env: NodeJS.ProcessEnv): Promise<void> {
  const main = 'apps/worker/src/demo-main.ts'
  if (existsSync(join(root, main))) await runToEnd(command('demo', [main], env), register, say)
}

function keep(kept: Command): void {
  if (ending) return
  register(keepRunning(kept, (reason) => void end(1, reason)))
}

function keepConsole(ports: Ports, env: NodeJS.ProcessEnv): void {
  const server = command('console', ['server.ts'], { ...env, PORT: `${ports.admin}` })
  keep({ ...server, cwd: join(root, 'apps/admin') })
}

function command(name: string, args: string[], env: NodeJS.ProcessEnv): Command {
  return { name, args, cwd: root, env, logFile: logFile(name) }
}

function reloading(): string[] {
  return isDevelopment ? ['--watch', '--watch-preserve-output'] : []
}

function announce(ports: Ports, isFirstTime: boolean): void {
  say('Mainstay is up')
  const lines = [
    ...(hasConsole ? [`Console    http://localhost:${ports.admin}`] : []),
    `API        http://localhost:${ports.api}  (reference at /docs)`,
    `Sandbox    http://localhost:${ports.sandbox}  (payment provider and mail of the demo)`,
    `Data, logs ${dataDir}`,
    ...signInLines(isFirstTime),
    'Ctrl-C stops everything.',
  ]
  process.stdout.write(`\n${lines.join('\n')}\n\n`)
}

async function end(code: number, reason: string): Promise<void> {
  if (ending) return
  ending = true
  if (code === 0) say(reason)
  else complain(reason)
  for (const task of running.reverse()) await task.stop()
  say('Stopped')
  process.exit(code)
}
