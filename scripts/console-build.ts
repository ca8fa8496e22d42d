import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Running, runToEnd } from './child-process.ts'
import { logFile, nextCommand, root } from './paths.ts'
import { sourceFiles } from './source-files.ts'
import { say } from './terminal.ts'

const folder = join(root, 'apps/admin')
const output = join(folder, '.next')
const stamp = join(output, 'built-from')
const folders = ['apps/admin', 'packages/domain', 'packages/client']

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
  const files = [...folders.flatMap(sourceFiles), 'pnpm-lock.yaml', 'tsconfig.base.json']
  for (const file of files.filter((path) => !/\.test\.|\/(e2e|test)\/|next-env\.d\.ts$/.test(path))) {
    hash.update(`\n${file}\n`).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}
