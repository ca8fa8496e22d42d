import { describe, expect, test } from 'vitest'
import { listInput, loadOrderSearch, ordersHref } from './order-search.ts'
import { readTyped } from './typed-filter.ts'

const berlin = { currency: 'EUR', timeZone: 'Europe/Berlin' }
const search = (query: string) => loadOrderSearch(new URLSearchParams(query))

describe('the address of the order list', () => {
  test('names every filter in words and asks the api for exactly that', () => {
    expect(
      listInput(
        search('view=late&query=Hafen&payment=paid&placed=gte.2026-11-15,lte.2026-11-20&total=gte.400.00'),
        berlin,
      ),
    ).toEqual({
      view: 'late',
      query: 'Hafen',
      paymentStatus: 'paid',
      placedFrom: new Date('2026-11-14T23:00:00Z'),
      placedTo: new Date('2026-11-20T23:00:00Z'),
      totalFrom: 40_000,
    })
  })

  test('that was mistyped shows more, never an error', () => {
    expect(
      listInput(search('view=gone&payment=maybe&placed=gte.yesterday&total=gte.much&seller=kaltmann&limit=9'), berlin),
    ).toEqual({})
  })

  test('comes back from its filters unchanged', () => {
    const query = 'payment=paid&placed=gte.2026-11-15&total=lte.90'
    expect(decodeURIComponent(ordersHref(search(query)))).toBe(`/orders?${query}`)
  })
})

describe('what is typed into the query field', () => {
  const typed = (text: string, before = '') => readTyped(text, search(before), 'EUR')

  test('is a filter by the words people see', () => {
    expect(typed('payment:part refunded')).toEqual({ ok: true, change: { payment: 'partially_refunded' } })
    expect(typed('fulfilment:on_hold')).toEqual({ ok: true, change: { fulfilment: 'on_hold' } })
  })

  test('adds the other end of a range to the one that stands', () => {
    expect(typed('total:<=900', 'total=gte.400.00')).toEqual({ ok: true, change: { total: 'gte.400.00,lte.900' } })
    expect(typed('placed:2026-11-15')).toEqual({ ok: true, change: { placed: 'gte.2026-11-15' } })
  })

  test('is a number or a buyer when it names no filter', () => {
    expect(typed('NW-7KQ2')).toEqual({ ok: true, change: { query: 'NW-7KQ2' } })
  })

  test('and cannot be read says how to write it', () => {
    expect(typed('placed:15.11.2026')).toMatchObject({ ok: false, why: expect.stringContaining('2026-11-15') })
    expect(typed('total:1,000')).toMatchObject({ ok: false, why: expect.stringContaining('400.00') })
    expect(typed('payment:perhaps')).toMatchObject({ ok: false, why: expect.stringContaining('part refunded') })
  })
})
