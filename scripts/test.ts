import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { findChromium } from './chromium.ts'
import { buildConsole } from './console-build.ts'
import { root } from './paths.ts'
import { sourceFiles } from './source-files.ts'
import { complain, say } from './terminal.ts'

const REPORT = '.turbo/test-report.json'
const reporters = (report: string) => [
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  '--passWithNoTests',
]

type Count = { passed: number; failed: number; skipped: number }
const total: Count = { passed: 0, failed: 0, skipped: 0 }
let withoutBrowser: string | undefined

verify()
testPackages()
await testConsole()

if (total.skipped > 0) say(`${total.skipped} skipped`)
// Said again at the end, where it is read.
if (withoutBrowser !== undefined) complain(withoutBrowser)
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`)
process.exit(total.failed === 0 ? 0 : 1)

function verify(): void {
  say('Verifying')
  if (run(['node', 'scripts/verify.ts'], root) !== 0) total.failed += 1
}

function testPackages(): void {
  say('Testing the packages')
  const folders = ['packages', 'apps', 'bench']
    .flatMap(sourceFiles)
    .filter(isManifest)
    .map((file) => join(file, '..'))
  for (const folder of folders) rmSync(join(root, folder, REPORT), { force: true })
  // The tests of one package are no reason not to run those of another, and an outcome from a cache proves nothing.
  const turbo = [
    'turbo',
    'run',
    'test',
    '--force',
    '--continue=always',
    '--concurrency=2',
    '--env-mode=loose',
    '--no-update-notifier',
  ]
  const code = run([...turbo, '--log-order=grouped', '--', ...reporters(REPORT)], root)
  const failedBefore = total.failed
  for (const folder of folders) add(join(root, folder, REPORT))
  if (code !== 0 && total.failed === failedBefore) {
    complain('A package failed outside its tests; see above.')
    total.failed += 1
  }
}

async function testConsole(): Promise<void> {
  const admin = join(root, 'apps/admin')
  if (!existsSync(join(admin, 'e2e'))) return
  const chromium = findChromium()
  if ('missing' in chromium) {
    const isRequired = Boolean(process.env['CI'])
    withoutBrowser = `THE BROWSER TESTS ${isRequired ? 'COULD NOT RUN' : 'WERE SKIPPED'}: ${chromium.missing}.`
    complain(withoutBrowser)
    if (isRequired) total.failed += 1
    return
  }
  try {
    await buildConsole({ ...process.env, NODE_ENV: 'production' }, () => {})
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error))
    total.failed += 1
    return
  }
  say(`Testing the console in ${chromium.env.CHROMIUM_PATH}`)
  const report = join(admin, REPORT)
  rmSync(report, { force: true })
  const failedBefore = total.failed
  const code = run(['pnpm', 'run', 'test:e2e', ...reporters(report)], admin, chromium.env)
  add(report)
  if (code !== 0 && total.failed === failedBefore) total.failed += 1
}

function run([program = '', ...args]: string[], cwd: string, env: NodeJS.ProcessEnv = {}): number {
  const result = spawnSync(program, args, { cwd, stdio: 'inherit', env: { ...process.env, ...env } })
  if (result.error) complain(`${program} could not be started: ${result.error.message}`)
  return result.status ?? 1
}

function add(report: string): void {
  if (!existsSync(report)) return
  const counts: Record<string, unknown> = JSON.parse(readFileSync(report, 'utf8'))
  const number = (name: string) => (typeof counts[name] === 'number' ? counts[name] : 0)
  total.passed += number('numPassedTests')
  // A file that does not load fails without a test of its own.
  const isBroken = counts['success'] === false && number('numFailedTests') === 0
  total.failed += isBroken ? 1 : number('numFailedTests')
  total.skipped += number('numPendingTests') + number('numTodoTests')
}

function isManifest(file: string): boolean {
  return file.endsWith('/package.json')
}
