import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
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
const failures: string[] = []

verify()
testPackages()
await testConsole()

if (total.skipped > 0) say(`${total.skipped} skipped`)
// Said again at the end, where it is read.
if (withoutBrowser !== undefined) complain(withoutBrowser)
for (const failure of failures) complain(failure)
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`)
process.exit(total.failed === 0 ? 0 : 1)

function verify(): void {
  say('Verifying')
  if (run(['node', 'scripts/verify.ts'], root) !== 0) fail('npm run verify: see its lines at the top')
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
    fail('a package, outside its tests')
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
    if (isRequired) fail('the browser tests')
    return
  }
  try {
    await buildConsole({ ...process.env, NODE_ENV: 'production' }, () => {})
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error))
    return
  }
  say(`Testing the console in ${chromium.env.CHROMIUM_PATH}`)
  const report = join(admin, REPORT)
  rmSync(report, { force: true })
  const failedBefore = total.failed
  const code = run(['pnpm', 'run', 'test:e2e', ...reporters(report)], admin, chromium.env)
  add(report)
  if (code !== 0 && total.failed === failedBefore) fail('the browser tests, outside of a test')
}

function run([program = '', ...args]: string[], cwd: string, env: NodeJS.ProcessEnv = {}): number {
  const result = spawnSync(program, args, { cwd, stdio: 'inherit', env: { ...process.env, ...env } })
  if (result.error) complain(`${program} could not be started: ${result.error.message}`)
  return result.status ?? 1
}

function fail(what: string): void {
  total.failed += 1
  failures.push(`FAILED ${what}`)
}

type Report = {
  success: boolean
  numPassedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: readonly {
    name: string
    status: string
    message: string
    assertionResults: readonly { fullName: string; status: string; failureMessages: readonly string[] }[]
  }[]
}

function add(file: string): void {
  if (!existsSync(file)) return
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report
  total.passed += report.numPassedTests
  total.skipped += report.numPendingTests + report.numTodoTests
  // A file that does not load fails without a test of its own, beside tests of others that fail.
  const failed = report.testResults.flatMap(failuresOf)
  for (const each of failed) fail(each)
  if (!report.success && failed.length === 0) fail(`${relative(root, file)} says so, and names no test`)
}

/** What failed and its first words, a line each. */
function failuresOf({ name, status, message, assertionResults }: Report['testResults'][number]): string[] {
  const file = relative(root, name)
  const failed = assertionResults.filter((each) => each.status === 'failed')
  if (failed.length === 0) return status === 'failed' ? [`${file}: ${firstLine(message)}`] : []
  return failed.map((test) => `${file} > ${test.fullName}: ${firstLine(test.failureMessages[0] ?? '')}`)
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}

function isManifest(file: string): boolean {
  return file.endsWith('/package.json')
}
