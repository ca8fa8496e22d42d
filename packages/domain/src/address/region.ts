import { fold } from '../search/fold.ts'
import { countryName, countryRow } from './country.ts'

/**
 * A state, province or county as its post writes it: `CA` for `California` and for the `US-CA` of ISO 3166-2. Where the
 * post writes a name, it is kept as somebody wrote it.
 */
export function asRegion(written: string, country: string): string {
  const regions = countryRow(country)?.regions
  if (regions === undefined) return written
  const plain = fold(written)
  const letters = plain.replace(new RegExp(`^${country.toLowerCase()}-`), '')
  const found = Object.entries(regions).find(([code, name]) => fold(code) === letters || fold(name) === plain)
  return found?.[0] ?? written
}

/** What is wrong with a region of that country. None is wanted: who sends none is understood by the postal code. */
export function regionProblem(region: string, country: string): string | undefined {
  const regions = countryRow(country)?.regions
  if (region === '' || regions === undefined || Object.hasOwn(regions, region)) return undefined
  const [[code, name] = []] = Object.entries(regions)
  return `A region of ${countryName(country)} is written such as ${code} for ${name}`
}
