import { expect, test } from 'vitest'
import { countries } from './countries.generated.ts'
import { addressLines } from './lines.ts'

test.each([
  [
    ['Am Kai 14', '20457', 'Hamburg', 'DE'],
    ['Am Kai 14', '20457 Hamburg', 'Germany'],
  ],
  [
    ['10 High St', 'EC1A 1HQ', 'London', 'GB'],
    ['10 High St', 'London', 'EC1A 1HQ', 'United Kingdom'],
  ],
  [
    ['1 Main St', '10001', 'New York', 'US'],
    ['1 Main St', 'New York 10001', 'United States'],
  ],
  [
    ['Sheikh Zayed Rd 1', '', 'Dubai', 'AE'],
    ['Sheikh Zayed Rd 1', 'Dubai', 'United Arab Emirates'],
  ],
  [
    ['Nathan Rd 20', '', 'Kowloon', 'HK'],
    ['Nathan Rd 20', 'Kowloon', 'Hong Kong'],
  ],
  [
    ['彌敦道 20', '', '九龍', 'HK'],
    ['九龍', '彌敦道 20', 'Hong Kong'],
  ],
  [
    ['Main St 1', '', 'Dublin', 'IE'],
    ['Main St 1', 'Dublin', 'Ireland'],
  ],
  [
    ['Bahnhofstr. 1', '8001', 'Zürich', 'CH'],
    ['Bahnhofstr. 1', 'CH-8001 Zürich', 'Switzerland'],
  ],
  [
    ['Orchard Rd 9', '238801', '', 'SG'],
    ['Orchard Rd 9', 'SINGAPORE 238801', 'Singapore'],
  ],
  [
    ['Orchard Rd 9', '238801', 'Singapore', 'SG'],
    ['Orchard Rd 9', 'SINGAPORE 238801', 'Singapore'],
  ],
  [
    ['銀座 1-2', '104-0061', '東京都', 'JP'],
    ['〒104-0061', '東京都', '銀座 1-2', 'Japan'],
  ],
  [
    ['Sheikh Zayed Rd 1', '00000', 'Dubai', 'AE'],
    ['Sheikh Zayed Rd 1', 'Dubai', '00000', 'United Arab Emirates'],
  ],
  [
    ['unknown', 'unknown', 'unknown', 'ZZ'],
    ['unknown', 'unknown unknown', 'ZZ'],
  ],
])('%j stands as its country writes it', ([street = '', postalCode = '', city = '', country = ''], lines) => {
  expect(addressLines({ street, postalCode, city, country })).toEqual(lines)
})

test.each(Object.keys(countries))('in %s nothing given is left out, and no line is empty', (country) => {
  const given = { name: 'Heinz Maier', street: 'Street 1', postalCode: '99-X', city: 'Town', country }
  for (const field of ['name', 'street', 'postalCode', 'city'] as const)
    expect(addressLines(given).join('\n')).toContain(given[field])
  for (const line of addressLines({ ...given, postalCode: '' })) expect(line).toMatch(/^[^\s,–-].*[^\s,–-]$/u)
})
