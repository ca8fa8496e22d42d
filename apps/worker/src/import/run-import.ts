import { Unreachable } from '@mainstay/db/postgres/require-server'
import { WrongSetting } from '@mainstay/db/postgres/wrong-setting'
import type { Actor } from '@mainstay/domain/access/actor'
import { nameOf } from '../csv/records.ts'
import { FileRefused, hashOf } from '../csv/source-file.ts'
import { acceptedPurchases } from './accepted-purchases.ts'
import { type CheckedFile, checkFile } from './check-file.ts'
import { type ImportCommand, readCommand, usage } from './command-line.ts'
import { startFigures } from './figures.ts'
import { withDatabase } from './import-database.ts'
import { type ImportFile, lookAtImport } from './import-file.ts'
import { importHistory } from './import-history.ts'
import { tenantToImportInto } from './import-tenant.ts'
import { previewHistory } from './preview-history.ts'
import { startProgress } from './progress.ts'
import { figureLines, reportLines, type Told, writeReport } from './report.ts'

/** Everything was taken; something was rejected; nothing was done; it broke off and goes on when run again. */
const exitCodes = { taken: 0, rejected: 1, nothing: 2, brokeOff: 3 } as const

type Surroundings = { env: NodeJS.ProcessEnv; isStopped: () => boolean }

/** The whole command, from its arguments to the exit code. */
export async function runImport(args: string[], surroundings: Surroundings): Promise<number> {
  // npm runs scripts in the project's folder and tells where it was called.
  const folder = surroundings.env['INIT_CWD'] ?? process.cwd()
  const command = await readCommand(args, folder)
  if (command === 'help') {
    say(usage)
    return exitCodes.taken
  }
  if ('faults' in command) {
    complain([...command.faults, '', usage])
    return exitCodes.nothing
  }
  try {
    const file = await lookAtImport(command.path, command.currency, command.told)
    const checked = await checkFile(file)
    sayChecked(command, file, checked)
    if (command.isDryRun && command.applies) return await dryRunApplied(command, { file, checked }, surroundings)
    if (command.isDryRun) return await dryRun(command, file, checked)
    if (checked.purchases === checked.rejected.size) return nothingGood(command, checked)
    return await importInto({ ...command, file }, checked, surroundings)
  } catch (error) {
    if (error instanceof FileRefused) {
      complain([`${command.fileName}: ${error.message}`])
      return exitCodes.nothing
    }
    if (error instanceof WrongSetting && !(error instanceof Unreachable)) {
      complain([error.message])
      return exitCodes.nothing
    }
    complain([`The import broke off: ${reasonOf(error)}`, 'The same command goes on where this one was.'])
    return exitCodes.brokeOff
  }
}

function sayChecked(
  command: ImportCommand,
  { layout, delimiter, decimal, encoding }: ImportFile,
  checked: CheckedFile,
) {
  say(`${command.fileName}: ${checked.linesRead} lines, ${checked.purchases} purchases`)
  const unusual = [
    encoding !== 'utf-8' && `it is written in ${encoding}`,
    delimiter !== ',' && `fields are parted by ${nameOf(delimiter)}`,
    decimal === ',' && 'amounts have a decimal comma',
  ].filter((each) => each !== false)
  if (unusual.length > 0) say(`  ${unusual.join(', ')}`)
  if (layout.ignored.length > 0) say(`  columns of no use here: ${layout.ignored.join(', ')}`)
}

async function dryRun(command: ImportCommand, file: ImportFile, checked: CheckedFile): Promise<number> {
  const figures = startFigures()
  for await (const purchase of acceptedPurchases(file, checked.rejected)) figures.add(purchase)
  say('Would import, unless they are there already:')
  sayAll(figureLines(figures.result(), command.currency))
  say(`Would reject ${checked.rejected.size} purchases`)
  return reported(command, { problems: checked.problems })
}

/** Only what is there tells what would be changed, so this one asks the database. */
async function dryRunApplied(
  command: ImportCommand,
  { file, checked }: { file: ImportFile; checked: CheckedFile },
  { env }: Surroundings,
): Promise<number> {
  const would = await withDatabase(env, ({ db }) => previewHistory(db, command.tenant, { file, checked }))
  const rejected = checked.rejected.size + would.conflicts.length
  say(`Would import ${would.imported}, present before ${would.present}, ${inNumbers(would.changes.length, rejected)}`)
  say('In the file, of these:')
  sayAll(figureLines(would.file, command.currency))
  return reported(command, { problems: [...checked.problems, ...would.conflicts], changes: would.changes })
}

/** A marketplace is made for purchases, and here are none. */
function nothingGood(command: ImportCommand, checked: CheckedFile): number {
  say('No purchase of it can be imported. Nothing was changed.')
  return checked.problems.length === 0 ? exitCodes.nothing : reported(command, { problems: checked.problems })
}

async function importInto(
  command: ImportCommand & { file: ImportFile },
  checked: CheckedFile,
  { env, isStopped }: Surroundings,
): Promise<number> {
  const clock = () => new Date()
  const { currency, tenant: slug } = command
  const fileHash = await hashOf(command.file)
  return withDatabase(env, async ({ db, dataDir }) => {
    const { tenant, opened } = await tenantToImportInto(db, { slug, currency, dataDir, now: clock() })
    if (opened !== undefined) {
      say(`The marketplace ${slug} is new: sign in to the workspace "${slug}" as ${opened.email},`)
      say(`  with the password in ${opened.passwordFile}`)
    }
    const progress = startProgress(checked.purchases - checked.rejected.size, say, process.stdout.isTTY)
    const run = { command, tenant, actor: actorOf(env), checked, fileHash, clock, isStopped }
    const result = await importHistory(db, { ...run, onProgress: progress.advance }).finally(progress.stop)
    if (result === undefined) {
      say('Stopped. The same command goes on where this one was.')
      return exitCodes.brokeOff
    }
    const { imported, present, changes, rejected, resumed } = result
    const took = `${resumed ? 'Went on and imported' : 'Imported'} ${imported}, present before ${present}`
    say(`${took}, ${command.applies ? inNumbers(changes.length, rejected) : `rejected ${rejected}`}`)
    say('In the file, of these:')
    sayAll(figureLines(result.file, currency))
    say(`Import ${result.runId} in ${slug}`)
    return reported(command, { problems: [...checked.problems, ...result.conflicts], changes })
  })
}

function inNumbers(changed: number, rejected: number): string {
  return `changed ${changed}, rejected ${rejected}`
}

/** What was changed was taken; what was rejected was not. */
function reported(
  { reportPath, isDryRun }: ImportCommand,
  { problems, changes = [] }: Partial<Told> & Pick<Told, 'problems'>,
): number {
  const told = { problems, changes, isDryRun }
  if (problems.length + changes.length > 0) writeReport(reportPath, told)
  sayAll(reportLines(told, reportPath))
  return problems.length === 0 ? exitCodes.taken : exitCodes.rejected
}

/** An error of a connection to several addresses has its reasons inside. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}

function actorOf(env: NodeJS.ProcessEnv): Actor {
  const user = env['USER'] ?? env['LOGNAME']
  return { type: 'system', name: user === undefined ? 'Import' : `Import by ${user}` }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function sayAll(lines: readonly string[]): void {
  for (const line of lines) say(line)
}

function complain(lines: readonly string[]): void {
  process.stderr.write(`${lines.join('\n')}\n`)
}
