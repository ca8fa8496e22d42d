import { createHash, type Hash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type Running, runToEnd } from './child-process.ts'
import { logFile, nextCommand, root } from './places.ts'
import { say } from './terminal.ts'

const folder = join(root, 'apps/admin')
const output = join(folder, '.next')
const stamp = join(output, 'built-from')
const sources = ['apps/admin', 'packages/domain', 'packages/client', 'pnpm-lock.yaml', 'tsconfig.base.json']
const passedOver = new Set(['node_modules', '.next', '.turbo', 'e2e', 'test', 'next-env.d.ts'])

/** Builds the console unless the last build was made from these very sources. */
export async function buildConsole(env: NodeJS.ProcessEnv, register: (task: Running) => void): Promise<void> {
  const fingerprint = fingerprintOfSources()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return
  say('Building the console (about a minute, once)')
  // A build that failed can leave a cache that fails every later one.
  if (existsSync(output) && !existsSync(stamp)) rmSync(output, { recursive: true })
  rmSync(stamp, { force: true })
  const command = {
    name: 'console build',
    args: nextCommand('build'),
    cwd: folder,
    env,
    logFile: logFile('console-build'),
  }
  await runToEnd(command, register, () => {})
  writeFileSync(stamp, fingerprint)
  say('Console built')
}

function fingerprintOfSources(): string {
  const hash = createHash('sha256').update(process.version)
  for (const source of sources) addTo(hash, join(root, source))
  return hash.digest('hex')
}

function addTo(hash: Hash, path: string): void {
  if (statSync(path).isFile()) {
    hash.update(`\n${relative(root, path)}\n`).update(readFileSync(path))
    return
  }
  for (const name of readdirSync(path).sort()) {
    if (!passedOver.has(name) && !name.includes('.test.')) addTo(hash, join(path, name))
  }
}
