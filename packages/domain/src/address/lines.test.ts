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
  expect(addressLines({ street, postalCode, city, region: '', country })).toEqual(lines)
})

test.each([
  [
    ['1 Main St', '62701', 'Springfield', 'IL', 'US'],
    ['1 Main St', 'Springfield, IL 62701', 'United States'],
  ],
  [
    ['1 King St', 'K1A 0B1', 'Ottawa', 'ON', 'CA'],
    ['1 King St', 'Ottawa ON K1A 0B1', 'Canada'],
  ],
  [
    ['Av. Paulista 1', '01310-100', 'São Paulo', 'SP', 'BR'],
    ['Av. Paulista 1', 'São Paulo-SP', '01310-100', 'Brazil'],
  ],
  [
    ['MG Road 1', '560001', 'Bengaluru', 'Karnataka', 'IN'],
    ['MG Road 1', 'Bengaluru 560001', 'Karnataka', 'India'],
  ],
  [
    ['Sheikh Zayed Rd 1', '', 'Dubai', 'Dubai', 'AE'],
    ['Sheikh Zayed Rd 1', 'Dubai', 'United Arab Emirates'],
  ],
  [
    ['Zayed St 1', '', 'Al Ain', 'Abu Dhabi', 'AE'],
    ['Zayed St 1', 'Al Ain, Abu Dhabi', 'United Arab Emirates'],
  ],
  [
    ['銀座 1-2', '104-0061', '中央区', '東京都', 'JP'],
    ['〒104-0061', '東京都中央区', '銀座 1-2', 'Japan'],
  ],
  [
    ['Am Kai 14', '20457', 'Hamburg', 'Hansestadt', 'DE'],
    ['Am Kai 14', '20457 Hamburg', 'Hansestadt', 'Germany'],
  ],
])(
  '%j has its region where its country writes it',
  ([street = '', postalCode = '', city = '', region = '', country = ''], lines) => {
    expect(addressLines({ street, postalCode, city, region, country })).toEqual(lines)
  },
)

test.each(Object.keys(countries))('in %s nothing given is left out, and no line is empty', (country) => {
  const given = { name: 'Heinz Maier', street: 'Street 1', postalCode: '99-X', city: 'Town', region: 'Shire', country }
  for (const field of ['name', 'street', 'postalCode', 'city', 'region'] as const)
    expect(addressLines(given).join('\n')).toContain(given[field])
  for (const line of addressLines({ ...given, postalCode: '', region: '' }))
    expect(line).toMatch(/^[^\s,–-].*[^\s,–-]$/u)
})
