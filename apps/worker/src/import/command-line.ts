import { stat } from 'node:fs/promises'
import { basename, extname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Currency } from '@mainstay/domain/money/currency'
import { asWorkspace } from '@mainstay/domain/tenant/workspace'
import * as z from 'zod'
import type { Told } from './import-file.ts'

export const usage = `Usage: npm run import -- <file.csv> --tenant <slug> --currency <code> [options]

  --tenant <slug>    the marketplace that takes the purchases; made if it is new
  --currency <code>  of every amount in the file, such as BRL
  --source <name>    which old system the ids are of; the file's name without its ending if left out
  --dry-run          read and check the whole file, and compare it with what is there; import nothing
  --apply            make what is imported already what the file says, where nothing happened to it since; else it is
                     told and left alone. With --dry-run: tell what would be changed
  --report <file>    where what is rejected or changed is listed; <file.csv>.rejected.csv in this folder if left out
  --delimiter <name> comma, semicolon, tab or bar, or the sign; else the one under which the header names every column
  --decimal <name>   point or comma, or the sign; else the one the first amounts show
  --encoding <name>  such as windows-1252 or utf-16le; else UTF-8, or what the first bytes say
  --help             this text
`

export type ImportCommand = {
  path: string
  fileName: string
  tenant: string
  currency: Currency
  source: string
  isDryRun: boolean
  /** What is there with other contents becomes what the file says. */
  applies: boolean
  reportPath: string
  told: Told
}

const Slug = z
  .string({ error: 'is missing: name the marketplace, such as --tenant olist' })
  .overwrite(asWorkspace)
  .regex(/^[a-z][a-z0-9-]{1,40}$/, 'takes letters, digits and dashes, such as olist')

const delimiters = {
  comma: ',',
  semicolon: ';',
  tab: '\t',
  bar: '|',
  ',': ',',
  ';': ';',
  '\t': '\t',
  '|': '|',
} as const
const decimals = { point: '.', comma: ',', '.': '.', ',': ',' } as const

const Given = z.object({
  tenant: Slug,
  currency: z
    .string({ error: 'is missing: the file has no currency, so name it, such as --currency BRL' })
    .pipe(Currency),
  source: z.string().regex(/^[\w.-]{1,100}$/, 'takes letters, digits, points and dashes, up to 100'),
  delimiter: oneOf(delimiters, 'takes comma, semicolon, tab or bar'),
  decimal: oneOf(decimals, 'takes point or comma'),
  encoding: z.string().refine(isEncoding, 'is no encoding known here; try utf-8, utf-16le or windows-1252').optional(),
})

function oneOf<Signs extends Record<string, string>>(signs: Signs, message: string) {
  return z
    .enum(Object.keys(signs) as [keyof Signs & string], { error: message })
    .transform((name) => signs[name])
    .optional()
}

function isEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== ''
  } catch {
    return false
  }
}

/** The command, or what is wrong with it, one line each. `folder` is where the caller stands. */
export async function readCommand(
  args: string[],
  folder: string,
): Promise<ImportCommand | { faults: string[] } | 'help'> {
  const parsed = parse(args)
  if ('faults' in parsed) return parsed
  const { values, positionals } = parsed
  if (values.help === true) return 'help'
  const [given] = positionals
  if (given === undefined) return { faults: ['Which file? Name a CSV file.'] }
  if (positionals.length > 1) return { faults: [`One file at a time; given were ${positionals.join(', ')}.`] }

  const path = resolve(folder, given)
  const fileName = basename(path)
  const checked = Given.safeParse({ ...values, source: values.source ?? sourceOf(fileName) })
  const faults = checked.success ? [] : checked.error.issues.map((each) => faultOf(each, values))
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
  if (!isFile) faults.push(`There is no file ${path}.`)
  const reportPath = resolve(folder, values.report ?? `${fileName}.rejected.csv`)
  if (isFile && (await isSameFile(path, reportPath)))
    faults.push(`--report ${reportPath} is the file itself, which would be overwritten. Name another.`)
  if (!checked.success || faults.length > 0) return { faults }
  const { delimiter, decimal, encoding, ...named } = checked.data
  return {
    ...named,
    told: {
      ...(delimiter && { delimiter }),
      ...(decimal && { decimal }),
      ...(encoding && { encoding: new TextDecoder(encoding).encoding }),
    },
    path,
    fileName,
    isDryRun: values['dry-run'] ?? false,
    applies: values.apply ?? false,
    reportPath,
  }
}

/** Names what was given, where something was. */
function faultOf({ path, message }: z.core.$ZodIssue, values: Record<string, string | boolean | undefined>): string {
  const option = path.join('.')
  return `${[`--${option}`, values[option], message].filter(Boolean).join(' ')}.`
}

/** Also under another name: by a link, or in other letters where the disk takes them for the same. */
async function isSameFile(path: string, other: string): Promise<boolean> {
  const [one, two] = await Promise.all([stat(path), stat(other).catch(() => undefined)])
  return two !== undefined && one.ino === two.ino && one.dev === two.dev
}

const options = {
  tenant: { type: 'string' },
  currency: { type: 'string' },
  source: { type: 'string' },
  report: { type: 'string' },
  'dry-run': { type: 'boolean' },
  apply: { type: 'boolean' },
  delimiter: { type: 'string' },
  decimal: { type: 'string' },
  encoding: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
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
