import { listedNouns } from '@mainstay/domain/list/lists'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { fillMarkets, type MarketAtSize, purchasesAtSize as purchases } from '../../test/market-at-size.ts'
import { type Read, readsOf } from '../../test/read-at-size.ts'

const blocksMax = 500

let database: TestDatabase
let market: MarketAtSize
beforeAll(async () => {
  database = await testDatabase({ connectionsMax: 1 })
  const sizes = { a: purchases, b: purchases / 20, c: purchases / 20 }
  const tenants = Object.entries(sizes).map(([name, size]) => [`01900000-0000-7000-8000-00000000000${name}`, size])
  const [first] = await fillMarkets(database.adminUrl, Object.fromEntries(tenants))
  if (first === undefined) throw new Error('no market was filled')
  market = first
}, 1_200_000)
afterAll(() => database.close())

type Dearer = { why: string; blocksMax: number; is: (read: Read) => boolean }

/** What reads more than a list should, and how much more it may be. */
const dearer: Dearer[] = [
  {
    why: 'what several sellers have is added up, all of it, and one of them has most of what there is',
    blocksMax: 3500,
    is: ({ who, input }) =>
      who === 'three sellers, one huge' && !(isByTime(input) && (isWhole(input) || 'sellerId' in input)),
  },
  {
    why: 'of what has such a part, a few hundred purchases, each is read to sort it',
    blocksMax: 1000,
    is: ({ input }) => !isByTime(input) && ('sellerId' in input || input['view'] === 'late'),
  },
  {
    why: 'within several sellers, of a buyer that is common, each part is looked up',
    blocksMax: 8500,
    is: ({ who, input }) => who.includes('sellers') && 'buyerId' in input,
  },
  {
    why: 'of a word that no more than 2,500 purchases have each is read, where another word is common',
    blocksMax: 4500,
    is: ({ input }) => String(input['query']).startsWith('buyer'),
  },
]

function isByTime({ sort }: Read['input']): boolean {
  return sort === 'placedAt' || sort === '-placedAt'
}

function isWhole({ view }: Read['input']): boolean {
  return view === 'all'
}

const blocksMaxOf = (read: Read) => dearer.find(({ is }) => is(read))?.blocksMax ?? blocksMax

const told = ({ who, input, page, blocks, millis }: Read) =>
  `${blocks} blocks, ${millis.toFixed(1)} ms: ${who}, ${JSON.stringify(input)}, ${page} page`

test.each(listedNouns)(
  'the list of %s reads few blocks, by indexes of its tenant, whatever is asked of it',
  async (noun) => {
    const reads = await readsOf(database.ro, market, noun)
    const worst = (['blocks', 'millis'] as const).flatMap((by) => reads.toSorted((a, b) => b[by] - a[by]).slice(0, 1))
    // Milliseconds are for whoever looks: they say how busy the machine is.
    process.stdout.write(`${[`${noun}, ${reads.length} statements`, ...worst.map(told)].join('\n  ')}\n`)
    expect(reads.filter(({ whole }) => whole.length > 0).map(told)).toEqual([])
    expect(reads.filter(({ ofAnyTenant }) => ofAnyTenant.length > 0).map(told)).toEqual([])
    expect(reads.filter((read) => read.blocks > blocksMaxOf(read)).map(told)).toEqual([])
  },
  1_200_000,
)
