import { countryName, countryRow } from './country.ts'

/** As carriers read it: capitals, plain digits, without the country's letters before it where they are no part of it. */
export function asPostalCode(written: string, country: string): string {
  const code = written
    .normalize('NFKC')
    .replace(/[‐-―−ー]/g, '-')
    .toUpperCase()
    .trim()
  const row = countryRow(country)
  if (row?.postalCode === undefined || isWhole(row.postalCode, code)) return code
  const bare = code.replace(/^[A-Z]{1,3}[- ] ?/, '')
  return isWhole(row.postalCode, bare) ? bare : code
}

/** What is wrong with a postal code for that country. Where the country has none, whatever is given is kept. */
export function postalCodeProblem(code: string, country: string): string | undefined {
  const row = countryRow(country)
  if (row === undefined) return undefined
  const { needs, postalCode, example = '' } = row
  if (code === '') return needs.includes('Z') ? `Enter the postal code, such as ${example}` : undefined
  if (postalCode === undefined || isWhole(postalCode, code)) return undefined
  return `A postal code of ${countryName(country)} is written such as ${example}`
}

function isWhole(pattern: string, code: string): boolean {
  return new RegExp(`^(?:${pattern})$`).test(code)
}
