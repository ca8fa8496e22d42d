// Runs a command under the pinned Node and the installed tools, installing them first where the lock file or a
// manifest changed. Needs nothing but Node and npm, so it must parse on Node 18.
// Usage: node scripts/bootstrap.mjs <command> [arguments]
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
const modules = path.join(root, 'node_modules')
const tools = path.join(modules, '.bin')
const stamp = path.join(modules, '.bootstrap')

const fail = (message) => {
  console.error(`\n${message}\n`)
  process.exit(1)
}

const quiet = { NEXT_TELEMETRY_DISABLED: '1', TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' }

const major = Number(process.versions.node.split('.')[0])
if (major < 20) fail(`Node ${process.version} is too old: any Node from 20 on will do (it fetches the pinned one).`)
if (process.platform === 'win32') fail('Windows is not supported. Inside WSL 2 it runs as on Linux.')

const command = process.argv.slice(2)
if (command.length === 0) fail('Usage: node scripts/bootstrap.mjs <command> [arguments]')

const fingerprint = fingerprintOfDependencies()
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== fingerprint) install()
run(command)

function fingerprintOfDependencies() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`)
  const folders = ['apps', 'packages'].flatMap((group) =>
    readdirSync(path.join(root, group))
      .sort()
      .map((name) => path.join(group, name)),
  )
  const manifests = ['.', 'bench', ...folders].map((folder) => path.join(folder, 'package.json'))
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc', ...manifests]) {
    const full = path.join(root, file)
    if (existsSync(full)) hash.update(`\n${file}\n`).update(readFileSync(full))
  }
  return hash.digest('hex')
}

function install() {
  console.log(`Installing dependencies with ${manifest.packageManager} (once; again when the lock file changes)`)
  const wanted = manifest.packageManager.split('@')[1]
  const local = path.join(modules, 'pnpm', 'package.json')
  const present = existsSync(local) && JSON.parse(readFileSync(local, 'utf8')).version === wanted
  const pnpm = present
    ? [process.execPath, path.join(modules, 'pnpm', 'bin', 'pnpm.cjs')]
    : ['npx', '--yes', manifest.packageManager]
  // A NODE_ENV of production would leave out the tools that build and test.
  const result = spawnSync(pnpm[0], [...pnpm.slice(1), 'install', '--frozen-lockfile', '--prod=false'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...quiet, NODE_ENV: 'development', npm_config_update_notifier: 'false' },
  })
  if (result.error?.code === 'ENOENT') fail('npx was not found: install npm, it comes with Node.')
  if (result.error) fail(`Installing failed: ${result.error.message}`)
  if (result.signal) process.exit(130)
  if (result.status !== 0) fail(reasonOfFailure(result.status))
  writeFileSync(stamp, fingerprint)
}

function reasonOfFailure(status) {
  const ping = spawnSync('npm', ['ping', '--fetch-retries=0', '--fetch-timeout=5000'], { encoding: 'utf8' })
  if (ping.status === 0) return `Installing failed (pnpm ended with ${status}); its reason stands above.`
  return 'Installing failed: the npm registry cannot be reached. Check the network, the proxy and `npm config get registry`.'
}

/** The folder of the pinned Node, if one is made for this platform and runs on it. */
function pinnedNode() {
  for (const name of Object.keys(manifest.optionalDependencies)) {
    const bin = path.join(modules, name, 'bin')
    if (spawnSync(path.join(bin, 'node'), ['--version']).status === 0) return bin
  }
  if (major >= 24) return path.dirname(process.execPath)
  return fail(
    `No pinned Node runs on ${process.platform}-${process.arch}. Run this again with Node 24 or newer ` +
      '(macOS and glibc Linux, x64 and arm64, bring their own).',
  )
}

function run([name, ...rest]) {
  const PATH = [pinnedNode(), tools, process.env.PATH].join(path.delimiter)
  // The channel tells the child when this process is gone, however it went.
  const child = spawn(name, rest, {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...quiet, PATH },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  if (process.env.npm_lifecycle_event) followParent(child)
  child.once('error', (error) => fail(`${name} could not be started: ${error.message}`))
  child.once('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
}

/** npm that is ended passes no signal on, and a shell may stand between it and us. */
function followParent(child) {
  const parent = process.ppid
  const npm = ancestorNamed('npm', parent)
  setInterval(() => {
    if (process.ppid !== parent || (npm !== undefined && !isAlive(npm))) child.kill('SIGTERM')
  }, 500).unref()
}

function ancestorNamed(name, from) {
  for (let pid = from, steps = 0; pid > 1 && steps < 4; steps += 1) {
    const { stdout } = spawnSync('ps', ['-o', 'ppid=,args=', '-p', String(pid)], { encoding: 'utf8' })
    const [, parent, args] = /^\s*(\d+)\s+(.*)$/m.exec(stdout ?? '') ?? []
    if (args === undefined) return undefined
    if (args.startsWith(name) || args.includes(`/${name}-cli.js`) || args.includes(`/bin/${name} `)) return pid
    pid = Number(parent)
  }
  return undefined
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
