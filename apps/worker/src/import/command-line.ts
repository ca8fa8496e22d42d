import { stat } from 'node:fs/promises'
import { basename, extname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Currency } from '@mainstay/domain/money/currency'
import * as z from 'zod'

export const usage = `Usage: npm run import -- <file.csv> --tenant <slug> --currency <code> [options]

  --tenant <slug>    the marketplace that takes the purchases; made if it is new
  --currency <code>  of every amount in the file, such as BRL
  --source <name>    which old system the ids are of; the file's name without its ending if left out
  --dry-run          read and check the whole file, import nothing
  --report <file>    where what is rejected is listed; <file.csv>.rejected.csv in this folder if left out
`

export type ImportCommand = {
  path: string
  fileName: string
  tenant: string
  currency: Currency
  source: string
  isDryRun: boolean
  reportPath: string
}

const Slug = z
  .string({ error: 'is missing: name the marketplace, such as --tenant olist' })
  .regex(/^[a-z][a-z0-9-]{1,40}$/, 'takes small letters, digits and dashes, such as olist')

const Given = z.object({
  tenant: Slug,
  currency: z
    .string({ error: 'is missing: the file has no currency, so name it, such as --currency BRL' })
    .pipe(Currency),
  source: z.string().regex(/^[\w.-]{1,100}$/, 'takes letters, digits, points and dashes, up to 100'),
})

/** The command, or what is wrong with it, one line each. `folder` is where the caller stands. */
export async function readCommand(args: string[], folder: string): Promise<ImportCommand | { faults: string[] }> {
  const parsed = parse(args)
  if ('faults' in parsed) return parsed
  const { values, positionals } = parsed
  const [given] = positionals
  if (given === undefined) return { faults: ['Which file? Name a CSV file.'] }
  if (positionals.length > 1) return { faults: [`One file at a time; given were ${positionals.join(', ')}.`] }

  const path = resolve(folder, given)
  const fileName = basename(path)
  const { tenant, currency, source = sourceOf(fileName) } = values
  const checked = Given.safeParse({ tenant, currency, source })
  const faults = checked.success ? [] : checked.error.issues.map((each) => faultOf(each, values))
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
  if (!isFile) faults.push(`There is no file ${path}.`)
  if (!checked.success || faults.length > 0) return { faults }
  return {
    ...checked.data,
    path,
    fileName,
    isDryRun: values['dry-run'] ?? false,
    reportPath: resolve(folder, values.report ?? `${fileName}.rejected.csv`),
  }
}

/** Names what was given, where something was. */
function faultOf({ path, message }: z.core.$ZodIssue, values: Record<string, string | boolean | undefined>): string {
  const option = path.join('.')
  return `${[`--${option}`, values[option], message].filter(Boolean).join(' ')}.`
}

const options = {
  tenant: { type: 'string' },
  currency: { type: 'string' },
  source: { type: 'string' },
  report: { type: 'string' },
  'dry-run': { type: 'boolean' },
} as const

function parse(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    return { faults: [error instanceof Error ? error.message : String(error)] }
  }
}

function sourceOf(fileName: string): string {
  return basename(fileName, extname(fileName)).replace(/[^\w.-]+/g, '-')
}
