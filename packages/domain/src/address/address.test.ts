import { describe, expect, test } from 'vitest'
import { DeliverTo } from './address.ts'
import { countries } from './countries.generated.ts'

const given = { name: 'Goods in', street: 'Main Road 4', city: 'Town' }
const faults = (address: object) =>
  DeliverTo.safeParse({ ...given, ...address }).error?.issues.map(({ path, message }) => [path.join('.'), message]) ??
  []

test.each([
  ['Dubai', { country: 'AE', city: 'Dubai' }],
  ['Hong Kong', { country: 'HK', city: 'Kowloon' }],
  ['Ireland', { country: 'IE', city: 'Dublin' }],
  ['Panama', { country: 'PA', city: 'Panamá' }],
])('an address in %s needs no postal code', (_where, address) => {
  expect(DeliverTo.parse({ ...given, ...address })).toEqual({ ...given, ...address, postalCode: '', region: '' })
})

test('a postal code that a country does not have is kept: somebody had a reason', () => {
  expect(DeliverTo.parse({ ...given, country: 'AE', postalCode: '00000' }).postalCode).toBe('00000')
})

test('a country that has postal codes wants one where its post does', () => {
  expect(faults({ country: 'DE' })).toEqual([['postalCode', 'Enter the postal code, such as 26133']])
  expect(faults({ country: 'US' })).toEqual([['postalCode', 'Enter the postal code, such as 95014']])
})

describe('a postal code looks as those of its country', () => {
  test.each([
    ['DE', '20457', '20457'],
    ['DE', 'D-20457', '20457'],
    ['CH', 'CH-8001', '8001'],
    ['NL', '1017 xd', '1017 XD'],
    ['GB', 'ec1a 1hq', 'EC1A 1HQ'],
    ['IE', 'D02 X285', 'D02 X285'],
    ['JP', '１５４－００２３', '154-0023'],
    ['CA', 'k1a 0b1', 'K1A 0B1'],
    ['US', '22162-1010', '22162-1010'],
    ['LT', 'LT-04340', '04340'],
  ])('in %s %s is %s', (country, written, kept) => {
    expect(DeliverTo.parse({ ...given, country, postalCode: written }).postalCode).toBe(kept)
  })

  test.each([
    ['DE', '2045', 'A postal code of Germany is written such as 26133'],
    ['DE', 'EC1A 1HQ', 'A postal code of Germany is written such as 26133'],
    ['IE', '12', 'A postal code of Ireland is written such as A65 F4E2'],
    ['DE', '20457\n20457', 'A postal code of Germany is written such as 26133'],
  ])('in %s %j does not', (country, postalCode, message) => {
    expect(faults({ country, postalCode })).toEqual([['postalCode', message]])
  })

  test.each(Object.entries(countries))('and the example of %s is one', (country, { example = '' }) => {
    expect(faults({ country, postalCode: example })).toEqual([])
  })
})

describe('a region is written as its post writes it', () => {
  test.each([
    ['US', 'CA', 'CA'],
    ['US', ' california ', 'CA'],
    ['US', 'us-ca', 'CA'],
    ['BR', 'São Paulo', 'SP'],
    ['BR', 'SAO PAULO', 'SP'],
    ['IT', 'Milano', 'MI'],
    ['IN', 'Karnataka', 'Karnataka'],
    ['DE', 'Bayern', 'Bayern'],
  ])('in %s %s is %s', (country, written, kept) => {
    const postalCode = countries[country]?.example ?? ''
    expect(DeliverTo.parse({ ...given, country, postalCode, region: written }).region).toBe(kept)
  })

  test('and one that the country does not have is told with one it has', () => {
    const asked = { country: 'US', postalCode: '95014' }
    const message = 'A region of United States is written such as AL for Alabama'
    expect(faults({ ...asked, region: 'Ontario' })).toEqual([['region', message]])
    expect(faults({ ...asked, region: 'US-XX' })).toEqual([['region', message]])
  })

  test.each(Object.entries(countries))(
    'and is wanted nowhere: %s has the address of who sends none',
    (country, row) => {
      expect(faults({ country, postalCode: row.example ?? '' })).toEqual([])
    },
  )
})

test('a city is wanted where addresses have one', () => {
  expect(faults({ country: 'AE', city: ' \u200B' })).toEqual([['city', 'Enter the city']])
  expect(faults({ country: 'SG', postalCode: '546080', city: '' })).toEqual([])
})

test('every other field is wanted everywhere, and one that nobody knows is refused', () => {
  expect(faults({ country: 'HK', street: '\u200B', name: '' }).map(([field]) => field)).toEqual(['name', 'street'])
  expect(DeliverTo.safeParse({ ...given, country: 'HK', county: 'x' }).success).toBe(false)
})
