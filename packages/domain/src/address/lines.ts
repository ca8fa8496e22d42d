import type { Address } from './address.ts'
import { countryName, countryRow } from './country.ts'

const elsewhere = '%N%n%A%n%Z %C'

/**
 * The lines of an address in the order its country writes them, the country last. What is not given leaves no line and
 * no comma; what is given is never left out.
 */
export function addressLines(address: Omit<Address, 'name'> & { name?: string }): string[] {
  const { street, city, postalCode, region, country } = address
  const row = countryRow(country)
  const isLatin = !/[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(
    `${street}${city}${region}`,
  )
  const form = (isLatin && row?.latin) || row?.lines || elsewhere
  // A country that writes no city writes the state, which is where people put the city.
  const places = form.includes('%C')
    ? { C: city, S: region }
    : { S: isLatin ? both(city, region) : both(region, city, '') }
  const fields: Record<string, string> = { N: address.name ?? '', A: street, Z: postalCode, ...places }
  const lines = form.split('%n').map((line) => filled(line, fields))
  const written = lines.join('\n').toUpperCase()
  const unwritten = [postalCode, city, region].filter((each) => !written.includes(each.toUpperCase())).join(' ')
  return [...lines, unwritten, countryName(country)].filter((line) => line !== '')
}

function both(one: string, other: string, between = ', '): string {
  return one === '' || one === other ? other : one + (other && between + other)
}

function filled(line: string, fields: Record<string, string>): string {
  let text = ''
  for (const [, before = '', field] of line.matchAll(/([^%]*)(?:%(.)|$)/g)) {
    const value = field === undefined ? '' : (fields[field] ?? '')
    const isWords = /\p{L}/u.test(before)
    if (value === '' && !isWords) continue
    text += (text === '' ? before.replace(/^[\s,-]+/, '') : before) + value
  }
  return text.trim()
}
