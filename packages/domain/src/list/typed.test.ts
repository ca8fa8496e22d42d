import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { purchaseList } from '../purchase/purchase.ts'
import { askedBy, readAddress } from './address.ts'
import { readTyped, soughtBy, suggestionsFor } from './typed.ts'

const place = { currency: 'EUR', timeZone: 'Europe/Berlin' }
const words = (key: string, code: string) =>
  `${key} ${code}` === 'payment partially_refunded' ? 'Part refunded' : undefined
const address = (query = '') => readAddress(purchaseList, new URLSearchParams(query))
const typed = (text: string, before = '') => readTyped(purchaseList, address(before), { text, words, place })

describe('what is typed into the query field', () => {
  test('is a filter by its code or by the words people see', () => {
    expect(typed('payment:part refunded')).toEqual({ ok: true, address: address('payment=partially_refunded') })
    expect(typed('Fulfilment: on hold')).toEqual({ ok: true, address: address('fulfilment=on_hold') })
  })

  test('adds the other end to a span that stands', () => {
    expect(typed('total:<=900', 'total=gte.400.00')).toEqual({ ok: true, address: address('total=gte.400.00,lte.900') })
    expect(typed('placed:2026-11-15')).toEqual({ ok: true, address: address('placed=gte.2026-11-15') })
  })

  test('searches when it names no filter, and no longer when it is emptied', () => {
    expect(typed('NW-7KQ2')).toEqual({ ok: true, address: address('query=NW-7KQ2') })
    expect(typed('12:30')).toEqual({ ok: true, address: address('query=12:30') })
    expect(typed('', 'query=NW-7KQ2')).toEqual({ ok: true, address: address() })
  })

  test('and cannot be read says which filter, what was written, and what is wrong', () => {
    expect(typed('placed:15.11.2026')).toMatchObject({
      ok: false,
      key: 'placed',
      text: '15.11.2026',
      problem: 'not_a_day',
    })
    expect(typed('total:1,000')).toMatchObject({ ok: false, problem: 'not_an_amount' })
    expect(typed('payment:perhaps')).toMatchObject({ ok: false, problem: 'not_one_of' })
    expect(typed('placed:<=2026-01-01', 'placed=gte.2026-11-15')).toMatchObject({ problem: 'ends_before_it_begins' })
  })

  test('is either a filter the api can be asked for, or is said to be none', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.constantFrom('payment:', 'placed:>=', 'total:').chain((begin) => fc.string().map((end) => begin + end)),
    )
    fc.assert(
      fc.property(anything, (text) => {
        const read = typed(text)
        if (read.ok && text.length <= 100)
          expect(askedBy(purchaseList, read.address, { ...place, limit: 50 }).unread).toEqual([])
      }),
    )
  })
})

describe('while something is typed', () => {
  const suggested = (text: string) => suggestionsFor(purchaseList, { text, words }).map((each) => each.text)

  test('the filters that begin so are suggested', () => {
    expect(suggested('p')).toEqual(['payment:', 'placed:'])
    expect(suggested('')).toEqual(['payment:', 'fulfilment:', 'placed:', 'total:'])
  })

  test('after the colon the values are, by code and by words', () => {
    expect(suggested('payment:un')).toEqual(['payment:unpaid', 'payment:unknown'])
    expect(suggested('payment:part r')).toEqual(['payment:partially_refunded'])
    expect(suggested('payment:')).toHaveLength(10)
    expect(suggested('placed:')).toEqual([])
  })

  test('things that are found by name are suggested for a filter that names their id', () => {
    const known = { words, nouns: ['seller'], things: [{ id: 's1', name: 'Kaltmann' }] }
    expect(soughtBy(purchaseList, 'seller:kalt')).toEqual({ noun: 'seller', name: 'kalt' })
    expect(soughtBy(purchaseList, 'payment:paid')).toBe(undefined)
    expect(suggestionsFor(purchaseList, { text: 'seller:kalt', ...known })).toEqual([
      { text: 'seller:s1', words: 'Kaltmann', isWhole: true },
    ])
    expect(suggestionsFor(purchaseList, { text: 'se', ...known }).map(({ text }) => text)).toEqual(['seller:'])
  })
})
