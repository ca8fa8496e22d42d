import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { root } from './paths.ts'
import { complain, say } from './terminal.ts'

type Check = { name: string; command: string[]; cure: string }

const checks: Check[] = [
  {
    name: 'types',
    command: [
      'turbo',
      'run',
      'typecheck',
      '--output-logs=errors-only',
      '--log-order=grouped',
      '--continue=dependencies-successful',
      '--no-update-notifier',
      '--concurrency=100%',
    ],
    cure: 'fix the types; `npx turbo run typecheck --filter=@mainstay/db` checks one package',
  },
  { name: 'types of the scripts', command: ['tsc', '--noEmit', '--project', 'tsconfig.json'], cure: 'fix the types' },
  { name: 'format', command: ['biome', 'check', '--colors=off'], cure: 'npx biome check --write' },
  { name: 'lint', command: ['oxlint', '--type-aware'], cure: 'each rule says why; there is no baseline to hide in' },
  {
    name: 'boundaries',
    command: ['node', 'scripts/boundaries.ts'],
    cure: 'import what the table in ARCHITECTURE.md allows',
  },
  {
    name: 'dead code',
    command: ['knip', '--no-progress', '--treat-config-hints-as-errors'],
    cure: 'delete what nothing uses',
  },
  {
    name: 'migrations',
    command: ['pnpm', '--filter', '@mainstay/db', 'run', 'lint:migrations'],
    cure: 'write the migration so that it locks nothing for long; exceptions have a reason in packages/db/.squawk.toml',
  },
  { name: 'paths in documents', command: ['node', 'scripts/doc-paths.ts'], cure: 'correct the document' },
]

const failed: string[] = []
const waiting = [...checks]
await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, runWaiting))

if (failed.length > 0) {
  complain(`${failed.length} of ${checks.length} checks failed: ${failed.join(', ')}`)
  process.exit(1)
}
say(`${checks.length} checks passed`)

async function runWaiting(): Promise<void> {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) await run(check)
}

async function run({ name, command, cure }: Check): Promise<void> {
  const begun = performance.now()
  const { code, output } = await outputOf(command)
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  if (code === 0) {
    say(`ok      ${name} (${seconds} s)`)
    return
  }
  failed.push(name)
  say(`FAILED  ${name} (${seconds} s)`)
  complain(`${output.trimEnd()}\n\n${name}: ${cure}`)
}

function outputOf([program = '', ...args]: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const chunks: string[] = []
    const child = spawn(program, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1' },
    })
    child.stdout.on('data', (chunk) => chunks.push(String(chunk)))
    child.stderr.on('data', (chunk) => chunks.push(String(chunk)))
    child.once('error', (error) => resolve({ code: 1, output: `${program} could not be started: ${error.message}` }))
    child.once('close', (code) => resolve({ code: code ?? 1, output: chunks.join('') }))
  })
}
