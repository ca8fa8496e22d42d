import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { purchaseList } from '../purchase/purchase.ts'
import { askedBy, changed, chipsOf, readAddress, writeAddress } from './address.ts'

const berlin = { currency: 'EUR', timeZone: 'Europe/Berlin' }
const address = (query: string) => readAddress(purchaseList, new URLSearchParams(query))
const asked = (query: string) => askedBy(purchaseList, address(query), { ...berlin, limit: 50 })

describe('the address of a list', () => {
  test('asks the api for exactly what it says, with days and amounts of the marketplace', () => {
    const query =
      'view=late&sort=-total&query=Hafen&payment=paid&placed=gte.2026-11-15,lte.2026-11-20&total=gte.400.00&limit=20'
    expect(asked(query)).toEqual({
      input: {
        view: 'late',
        sort: '-total',
        query: 'Hafen',
        paymentStatus: 'paid',
        placedFrom: new Date('2026-11-14T23:00:00Z'),
        placedTo: new Date('2026-11-20T23:00:00Z'),
        totalFrom: 40_000,
        totalCurrency: 'EUR',
        limit: 20,
      },
      unread: [],
    })
  })

  test('that holds a filter nobody can read keeps its text, says why, and asks without it', () => {
    const { input, unread } = asked(
      'payment=maybe&placed=gte.yesterday&total=gte.much&seller=kaltmann&fulfilment=placed',
    )
    expect(input).toEqual({ view: 'all', limit: 50, fulfilmentStatus: 'placed' })
    expect(unread).toEqual([
      { key: 'payment', text: 'maybe', problem: 'not_one_of' },
      { key: 'placed', text: 'gte.yesterday', problem: 'not_a_day' },
      { key: 'total', text: 'gte.much', problem: 'not_an_amount' },
      { key: 'seller', text: 'kaltmann', problem: 'not_an_id' },
    ])
  })

  test('says when a span ends before it begins', () => {
    expect(asked('placed=gte.2026-11-20,lte.2026-11-15').unread).toMatchObject([{ problem: 'ends_before_it_begins' }])
  })

  test('names the saved view that was opened until another view is asked for, and asks the api nothing by it', () => {
    const opened = address('saved=v1&payment=paid')
    expect(changed(opened, { filters: { payment: 'unknown' } })).toMatchObject({ saved: 'v1' })
    expect(writeAddress(purchaseList, opened).toString()).toBe('saved=v1&payment=paid')
    expect(asked('saved=v1').input).toEqual(asked('').input)
  })

  test('that names no view, order or size there is shows what it would without', () => {
    expect(asked('view=gone&sort=color&limit=9999').input).toEqual({ view: 'all', limit: 50 })
  })

  test('comes back the same from what it was read as, whatever was written', () => {
    const text = fc.string({ minLength: 1, maxLength: 30 })
    const filters = fc.dictionary(fc.constantFrom(...Object.keys(purchaseList.filters)), text)
    fc.assert(
      fc.property(
        fc.record({ view: text, sort: text, cursor: text, filters }, { requiredKeys: ['filters'] }),
        (said) => {
          const read = readAddress(purchaseList, writeAddress(purchaseList, said))
          expect(read).toEqual({ ...said, filters: { ...said.filters } })
          expect(() => askedBy(purchaseList, read, { ...berlin, limit: 50 })).not.toThrow()
        },
      ),
    )
  })

  test('begins at the first page again when it is changed', () => {
    expect(changed(address('payment=paid&cursor=abc'), { sort: 'total' })).toEqual({
      sort: 'total',
      filters: { payment: 'paid' },
    })
  })
})

test('an amount is of the marketplace’s currency, or of the one that is written behind it', () => {
  const read = (total: string) => asked(`total=${encodeURIComponent(total)}`)
  expect(read('gte.400.00 BRL').input).toMatchObject({ totalFrom: 40_000, totalCurrency: 'BRL' })
  expect(read('gte.400 jpy,lte.900').input).toMatchObject({ totalFrom: 400, totalTo: 900, totalCurrency: 'JPY' })
  expect(read('gte.400.50 JPY').unread).toMatchObject([{ problem: 'not_an_amount' }])
  expect(read('gte.400.00 XXL').unread).toMatchObject([{ problem: 'not_an_amount' }])
  expect(read('gte.400.00 BRL,lte.900.00 EUR').unread).toMatchObject([{ problem: 'several_currencies' }])
  const shown = (total: string) =>
    chipsOf(purchaseList, address(`total=${total}`), berlin).map(({ sign, text }) => sign + text)
  expect(shown('gte.400.00,lte.900')).toEqual(['≥400.00 EUR', '≤900 EUR'])
  expect(shown('gte.400.00 BRL,lte.900')).toEqual(['≥400.00 BRL', '≤900 BRL'])
})

test('each filter is a chip, each end of a span too, and a chip knows the address without it', () => {
  const chips = chipsOf(purchaseList, address('payment=paid&placed=gte.2026-11-15,lte.2026-11-20&total=much'), berlin)
  expect(chips.map(({ key, sign, text, problem }) => [key, sign, text, problem])).toEqual([
    ['payment', '=', 'paid', undefined],
    ['placed', '≥', '2026-11-15', undefined],
    ['placed', '≤', '2026-11-20', undefined],
    ['total', '=', 'much', 'not_an_amount'],
  ])
  expect(chips[1]?.without.filters).toEqual({ payment: 'paid', placed: 'lte.2026-11-20', total: 'much' })
  expect(chips[3]?.without.filters).toEqual({ payment: 'paid', placed: 'gte.2026-11-15,lte.2026-11-20' })
})
