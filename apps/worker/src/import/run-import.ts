import { Unreachable } from '@mainstay/db/postgres/require-server'
import { WrongSetting } from '@mainstay/db/postgres/wrong-setting'
import type { Actor } from '@mainstay/domain/access/actor'
import { nameOf } from '../csv/records.ts'
import { FileRefused, hashOf } from '../csv/source-file.ts'
import { type CheckedFile, checkFile } from './check-file.ts'
import { type ImportCommand, readCommand, usage } from './command-line.ts'
import { readDatabase, withDatabase } from './import-database.ts'
import { type ImportFile, lookAtImport } from './import-file.ts'
import { importHistory } from './import-history.ts'
import { tenantToImportInto } from './import-tenant.ts'
import { previewHistory } from './preview-history.ts'
import { startProgress } from './progress.ts'
import { counted, figureLines, reportLines, type Told, writeReport } from './report.ts'

/** Everything was taken; something was rejected; nothing was done; it broke off and goes on when run again. */
const exitCodes = { taken: 0, rejected: 1, nothing: 2, brokeOff: 3 } as const

type WhatWasFound = Pick<Told, 'problems' | 'changes'>

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
    if (command.isDryRun) return await dryRun(command, { file, checked }, surroundings)
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
  say(`${command.fileName}: ${counted(checked.linesRead, 'line')}, ${counted(checked.purchases, 'purchase')}`)
  const unusual = [
    encoding !== 'utf-8' && `it is written in ${encoding}`,
    delimiter !== ',' && `fields are parted by ${nameOf(delimiter)}`,
    decimal === ',' && 'amounts have a decimal comma',
  ].filter((each) => each !== false)
  if (unusual.length > 0) say(`  ${unusual.join(', ')}`)
  if (layout.ignored.length > 0) say(`  columns of no use here: ${layout.ignored.join(', ')}`)
}

/** What is there already decides as well, so the database is asked where there is one; nothing is written to it. */
async function dryRun(
  command: ImportCommand,
  { file, checked }: { file: ImportFile; checked: CheckedFile },
  { env }: Surroundings,
): Promise<number> {
  const would = await readDatabase(env, (db) => previewHistory(db, command, { file, checked }))
  const told = { problems: [...checked.problems, ...would.conflicts], changes: would.changes }
  const rejected = checked.rejected.size + would.conflicts.length
  say(`Would import ${would.imported}, present before ${would.present}, ${inNumbers(command, rejected, told)}`)
  say('In the file, of these:')
  sayAll(figureLines(would.file, command.currency))
  return reported(command, told)
}

/** A marketplace is made for purchases, and here are none. */
function nothingGood(command: ImportCommand, checked: CheckedFile): number {
  say('No purchase of it can be imported. Nothing was changed.')
  return checked.problems.length === 0
    ? exitCodes.nothing
    : reported(command, { problems: checked.problems, changes: [] })
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
    const told = { problems: [...checked.problems, ...result.conflicts], changes }
    say(`${took}, ${inNumbers(command, rejected, told)}`)
    say('In the file, of these:')
    sayAll(figureLines(result.file, currency))
    say(`Import ${result.runId} in ${slug}`)
    return reported(command, told)
  })
}

function inNumbers({ applies }: ImportCommand, rejected: number, { problems, changes }: WhatWasFound): string {
  const ofNoOrder = new Set(problems.filter((each) => each.purchaseExternalId === null).map(({ line }) => line)).size
  return [
    applies && `changed ${changes.length}`,
    `rejected ${rejected}`,
    ofNoOrder > 0 && `and ${counted(ofNoOrder, 'line')} of no order`,
  ]
    .filter((each) => each !== false)
    .join(', ')
}

/** What was changed was taken; what was rejected was not. */
function reported({ reportPath, isDryRun }: ImportCommand, { problems, changes }: WhatWasFound): number {
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
