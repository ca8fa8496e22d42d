import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { countriesFile } from '../../test/country-data.ts'
import { countries } from './countries.generated.ts'
import { Country } from './country.ts'

test('the countries are those of the data set', () => {
  expect(readFileSync(new URL('countries.generated.ts', import.meta.url), 'utf8')).toBe(countriesFile())
})

test('all of ISO 3166 and Kosovo are countries', () => {
  expect(Object.keys(countries)).toHaveLength(250)
})

test('a code is taken in small letters and with blanks around it', () => {
  expect(['DE', 'hk', ' ae '].map((code) => Country.parse(code))).toEqual(['DE', 'HK', 'AE'])
})

describe('what is no country is refused with what to write', () => {
  test.each([
    ['UK', 'Write United Kingdom as GB'],
    ['EL', 'Write Greece as GR'],
    ['Germany', 'Write Germany as DE'],
    ['XX', 'XX is the code of no country; write two letters of ISO 3166, such as DE'],
    ['ZZ', 'ZZ is the code of no country; write two letters of ISO 3166, such as DE'],
    ['AC', /^AC is the code of no country/],
    ['__', 'Enter the country as two letters, such as DE'],
    ['constructor', 'Enter the country as two letters, such as DE'],
    ['', 'Enter the country as two letters, such as DE'],
  ])('%j', (code, message) => {
    expect(Country.safeParse(code).error?.issues[0]?.message).toMatch(message)
  })
})
