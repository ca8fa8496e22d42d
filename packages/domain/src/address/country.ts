import * as z from 'zod'
import { type CountryRow, countries } from './countries.generated.ts'

/** What people write for a country whose code is another. */
const mistaken: Record<string, string> = { UK: 'GB', EL: 'GR', EN: 'GB', SP: 'ES', USA: 'US', UAE: 'AE' }

/** A country or territory that has a code in ISO 3166, or Kosovo, which the post knows as XK. */
export const Country = z
  .string()
  .trim()
  .toUpperCase()
  .max(60)
  .check((context) => {
    const message = countryProblem(context.value)
    if (message !== undefined) context.issues.push({ code: 'custom', input: context.value, message })
  })
export type Country = z.infer<typeof Country>

export function countryRow(code: string): CountryRow | undefined {
  return Object.hasOwn(countries, code) ? countries[code] : undefined
}

/** `Germany` for DE; the code itself where it is none. */
export function countryName(code: string): string {
  return countryRow(code)?.name ?? code
}

/** What is wrong with a code in capitals, and what to write instead. */
function countryProblem(code: string): string | undefined {
  if (countryRow(code) !== undefined) return undefined
  const meant = mistaken[code] ?? Object.keys(countries).find((each) => countryName(each).toUpperCase() === code)
  if (meant !== undefined) return `Write ${countryName(meant)} as ${meant}`
  if (/^[A-Z]{2}$/.test(code)) return `${code} is the code of no country; write two letters of ISO 3166, such as DE`
  return 'Enter the country as two letters, such as DE'
}
