import type { AnyList } from '@mainstay/domain/list/list'
import { sortOf } from '@mainstay/domain/list/list'
import type { ListedNoun } from '@mainstay/domain/list/lists'
import type { MarketAtSize } from './market-at-size.ts'

export type Input = Readonly<Record<string, unknown>>

/** Of each filter whose values are not a few known ones: a rare value, and a common one. */
function samples({ idOf }: MarketAtSize): Record<ListedNoun, Record<string, Input[]>> {
  const purchase = [{ purchaseId: idOf('subject', 5) }]
  return {
    purchase: {
      query: ['NW-C4CA', 'buyer 00000', 'buyer 19999', 'buyer'].map((query) => ({ query })),
      placed: [
        { placedFrom: new Date('2025-06-01T00:00:00Z'), placedTo: new Date('2025-06-02T00:00:00Z') },
        { placedTo: new Date('2026-10-01T00:00:00Z') },
      ],
      total: [{ totalFrom: 39_000 }, { totalTo: 30_000 }, { totalFrom: 5000, totalTo: 5010 }].map((total) => ({
        ...total,
        totalCurrency: 'EUR',
      })),
      seller: [0, 1, 2, 9].map((n) => ({ sellerId: idOf('seller', n) })),
      buyer: [0, 77, 19_999].map((n) => ({ buyerId: idOf('buyer', n) })),
      importRun: [1, 2, 600].map((n) => ({ importRunId: idOf('import', n) })),
    },
    order: { seller: [0, 1, 2, 9].map((n) => ({ sellerId: idOf('seller', n) })) },
    refund: { purchase },
    approval: {},
    seller: { query: ['4321', 'seller'].map((query) => ({ query })) },
    workItem: {},
    workflow: {
      kind: ['pay-purchase@1', 'pay-purchase@2', 'apply-provider-event@1', 'cancel-purchase@1', 'nothing@1'].map(
        (kind) => ({ kind }),
      ),
      subject: [{ subjectId: idOf('subject', 5) }],
      purchase,
    },
    webhook: {},
    importRun: {},
    audit: {
      actor: [1, 30].map((n) => ({ actorId: idOf('member', n) })),
      action: ['purchase.place', 'saved_view.save', 'seller.suspend'].map((action) => ({ action })),
      subjectType: ['purchase', 'saved_view', 'seller', 'refund'].map((subjectType) => ({ subjectType })),
      subject: [{ subjectId: idOf('subject', 5) }, { subjectId: idOf('subject', 5), subjectType: 'purchase' }],
      purchase,
      occurred: [
        { from: new Date('2025-06-01T00:00:00Z'), to: new Date('2025-06-02T00:00:00Z') },
        { to: new Date('2026-10-01T00:00:00Z') },
      ],
    },
  }
}

/** All that is asked of a list: each view and each filter by itself, in each order either way. */
export function askedOf(noun: ListedNoun, list: AnyList, market: MarketAtSize): Input[] {
  const known = samples(market)[noun]
  const filtered = Object.entries(list.filters).flatMap(([key, filter]) => {
    if (filter.kind === 'one' || filter.kind === 'some')
      return filter.options.map((option) => ({ [filter.parameter]: option }))
    const values = known[key]
    if (values === undefined) throw new Error(`say a rare and a common value of ${key} of the list of ${noun}`)
    return values
  })
  const viewed = Object.keys(list.views).map((view) => ({ view }))
  return [...viewed, ...filtered].flatMap((asked) => sortsOf(list, asked).map((sort) => ({ ...asked, sort })))
}

function sortsOf(list: AnyList, input: Input): string[] {
  const usual = sortOf(list, input)
  const ways = Object.keys(list.sorts).flatMap((sort) => [sort, `-${sort}`])
  // An item that is open has not ended, and is not sorted by when it did.
  const isEnded = usual.by === 'resolvedAt'
  return list.noun === 'workItem' ? ways.filter((sort) => sort.endsWith('resolvedAt') === isEnded) : ways
}
