import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths.ts'
import { sourceFiles } from './source-files.ts'

type Rule = { mayImport: string[]; testsMayImport?: string[]; because: string; pure?: boolean }

// Arrows point one way: what decides knows nothing of what remembers, asks or acts.
const rules: Record<string, Rule> = {
  'packages/domain': {
    mayImport: [],
    because: 'the domain decides with pure functions and imports zod, nothing else',
    pure: true,
  },
  'packages/telemetry': { mayImport: [], because: 'everything logs through telemetry, so it knows nothing of ours' },
  'packages/db': { mayImport: ['domain', 'telemetry'], because: 'the db remembers; who asks or acts is above it' },
  'packages/auth': { mayImport: ['domain', 'db'], because: 'auth answers who and whether, whatever the transport' },
  'packages/integrations': {
    mayImport: ['domain', 'telemetry'],
    because: 'adapters speak to providers and never to our tables',
  },
  'packages/workflows': {
    mayImport: ['domain', 'db', 'integrations', 'telemetry'],
    because: 'workflows act on the world after the commit and know no transport',
  },
  'packages/client': { mayImport: ['api'], because: 'a front end gets the types of the api and no server code' },
  'apps/api': {
    mayImport: ['auth', 'db', 'domain', 'integrations', 'telemetry', 'workflows'],
    because: 'the api authorizes, locks, decides, saves and starts',
  },
  'apps/worker': {
    mayImport: ['auth', 'db', 'domain', 'integrations', 'telemetry', 'workflows'],
    because: 'the worker composes and runs; it serves no procedure',
  },
  'apps/admin': {
    mayImport: ['domain', 'client', 'api'],
    // The browser journeys open a tenant of their own, with people who have passwords and a key to buy with.
    testsMayImport: ['auth'],
    because: 'the console shows what the domain allows and asks the api for the rest',
  },
  'apps/sandbox': { mayImport: [], because: 'the sandbox is the outside world: it cannot know us' },
}

/** Packages whose code front ends receive may take these for their types alone. */
const typesOnly: Record<string, string[]> = { 'packages/client': ['api'], 'apps/admin': ['api'] }
/** Tests and tools may start the outside world and a database. */
const alsoInTests = ['sandbox', 'db', 'api', 'workflows']

type Confined = { vendor: RegExp; within: string[]; filesMax?: number; because: string }

const confined: Confined[] = [
  {
    vendor: /^@trpc\//,
    within: ['apps/api', 'packages/client', 'apps/admin'],
    because: 'tRPC is the api and its clients',
  },
  {
    vendor: /^(fastify|@fastify\/.*)$/,
    within: ['apps/api', 'apps/sandbox', 'apps/worker'],
    because: 'only processes serve HTTP',
  },
  { vendor: /^(next|react|react-dom)(\/|$)/, within: ['apps/admin'], because: 'only the console renders' },
  {
    vendor: /^stripe$/,
    within: ['packages/integrations', 'apps/sandbox'],
    filesMax: 2,
    because: 'each vendor lives in one place',
  },
  {
    vendor: /^@casl\//,
    within: ['packages/auth'],
    filesMax: 1,
    because: 'what decides permission can be swapped in one file',
  },
  { vendor: /^lucia$/, within: ['packages/auth'], filesMax: 2, because: 'sessions can be swapped in one place' },
  { vendor: /^nodemailer$/, within: ['packages/integrations'], filesMax: 2, because: 'each vendor lives in one file' },
  {
    vendor: /^cockatiel$/,
    within: ['packages/integrations'],
    filesMax: 1,
    because: 'resilience is decided in one place',
  },
]

type Import = { file: string; line: number; from: string; isType: boolean }

const found: string[] = []
const imports = Object.keys(rules).flatMap((folder) => codeFiles(folder).flatMap(importsOf))
for (const [folder, rule] of Object.entries(rules)) checkPackage(folder, rule)
for (const rule of confined) checkVendor(rule)
checkStatements()
checkScripts()

if (found.length > 0) {
  process.stderr.write(`${found.join('\n')}\n`)
  process.exit(1)
}
process.stdout.write(`${imports.length} imports in ${Object.keys(rules).length} packages respect the boundaries\n`)

function checkPackage(folder: string, rule: Rule): void {
  const allowed = new Set(rule.mayImport)
  for (const name of Object.keys(manifestOf(folder)['dependencies'] ?? {})) {
    const ours = ourName(name)
    if (ours !== undefined && !allowed.has(ours))
      found.push(`${folder}/package.json depends on ${name}: ${rule.because}.`)
    if (rule.pure && name !== 'zod') found.push(`${folder}/package.json depends on ${name}: ${rule.because}.`)
  }
  for (const entry of imports) {
    if (!entry.file.startsWith(`${folder}/`)) continue
    const ours = ourName(entry.from)
    const isTest = isTestFile(entry.file)
    const isAllowed =
      ours === undefined ||
      allowed.has(ours) ||
      `@mainstay/${ours}` === nameOf(folder) ||
      (isTest && (alsoInTests.includes(ours) || rule.testsMayImport?.includes(ours) === true))
    if (!isAllowed) found.push(`${entry.file}:${entry.line} imports ${entry.from}: ${rule.because}.`)
    if (ours !== undefined && typesOnly[folder]?.includes(ours) && !entry.isType && !isTest) {
      found.push(
        `${entry.file}:${entry.line} imports values of ${entry.from}: only its types (import type) reach a front end.`,
      )
    }
    const isForeign = rule.pure && !isTest && ours === undefined && !entry.from.startsWith('.') && entry.from !== 'zod'
    if (isForeign) found.push(`${entry.file}:${entry.line} imports ${entry.from}: ${rule.because}.`)
  }
  if (rule.pure) checkClock(folder)
}

/** SQL as text is declared with its columns, where the test that has PostgreSQL compare them finds it. */
function checkStatements(): void {
  const making = ['statement', 'insert-rows'].map((name) => `packages/db/src/postgres/${name}.ts`)
  const files = Object.keys(rules).flatMap(codeFiles)
  for (const file of files.filter((each) => !isTestFile(each) && !making.includes(each))) {
    for (const [index, text] of readFileSync(join(root, file), 'utf8').split('\n').entries()) {
      const where = `${file}:${index + 1}`
      if (/^import \{.*\braw\b.*client(\.ts)?'/.test(text))
        found.push(`${where} runs SQL that nothing checks: declare it with statement(), or ask the query builder.`)
      if (/^ +.*\b(statement|rowsInto)\(/.test(text))
        found.push(`${where} declares a statement inside a function, where its check does not find it.`)
    }
  }
}

function checkScripts(): void {
  for (const [name, script] of Object.entries(manifestOf('.')['scripts'] ?? {})) {
    // The tools' folder comes first in npm's path, and its `node` is a shell script too.
    if (!script.startsWith('exec "${npm_node_execpath:-node}" '))
      found.push(`npm run ${name} starts a shell: npm passes SIGINT to it, which keeps it. Begin with exec.`)
  }
}

function checkClock(folder: string): void {
  for (const file of codeFiles(folder)) {
    if (isTestFile(file)) continue
    for (const [index, text] of readFileSync(join(root, file), 'utf8').split('\n').entries()) {
      if (/new Date\(\)/.test(text)) found.push(`${file}:${index + 1} reads the clock: take \`now\` as an argument.`)
    }
  }
}

function checkVendor({ vendor, within, filesMax, because }: Confined): void {
  const uses = imports.filter((entry) => vendor.test(entry.from) && !isTestFile(entry.file))
  for (const entry of uses) {
    const isWithin = within.some((folder) => entry.file.startsWith(`${folder}/`))
    if (!isWithin) found.push(`${entry.file}:${entry.line} imports ${entry.from}: ${because} (${within.join(', ')}).`)
  }
  for (const folder of within) {
    const files = new Set(
      uses
        .filter((entry) => !entry.isType)
        .map((entry) => entry.file)
        .filter((file) => file.startsWith(`${folder}/`)),
    )
    if (filesMax !== undefined && files.size > filesMax) {
      found.push(`${[...files].join(', ')} all import ${vendor.source}: ${because}.`)
    }
  }
}

function codeFiles(folder: string): string[] {
  return sourceFiles(folder).filter((file) => /\.(ts|tsx|mts)$/.test(file) && !file.includes('.generated.'))
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8')
  const statement =
    /^\s*(?:import|export)\s+(type\s)?[^'"`;]*?from\s+['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm
  return [...text.matchAll(statement)].map((match) => ({
    file,
    line: text.slice(0, match.index).split('\n').length,
    from: match[2] ?? match[3] ?? match[4] ?? '',
    isType: match[1] !== undefined || onlyInlineTypes(match[0]),
  }))
}

function onlyInlineTypes(statement: string): boolean {
  const names =
    /\{([^}]*)\}/
      .exec(statement)?.[1]
      ?.split(',')
      .map((name) => name.trim())
      .filter(Boolean) ?? []
  return names.length > 0 && names.every((name) => name.startsWith('type '))
}

function isTestFile(file: string): boolean {
  return /\.test\.tsx?$|\/(test|e2e)\/|vitest\.config\.ts$|\/generate-main\.ts$/.test(file)
}

function ourName(specifier: string): string | undefined {
  return /^@mainstay\/([^/]+)/.exec(specifier)?.[1]
}

function nameOf(folder: string): string {
  return `@mainstay/${folder.split('/')[1]}`
}

function manifestOf(folder: string): Record<string, Record<string, string> | undefined> {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
}
