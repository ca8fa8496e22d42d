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
}, 300_000)
afterAll(() => database.close())

type Dearer = { why: string; blocksMax: number; is: (read: Read) => boolean }

/** What reads more than a list should, and how much more it may be. */
const dearer: Dearer[] = [
  {
    why: 'words are looked for in names',
    blocksMax: 12_000,
    is: ({ input }) => 'search' in input || 'query' in input,
  },
  {
    why: 'what is late is collected, all of it, for another order than its own',
    blocksMax: 8000,
    is: ({ input }) => input['view'] === 'late' && isByTotal(input),
  },
  {
    why: 'of two things of which neither is rare one is read and compared with the other: no index has both',
    blocksMax: 3000,
    is: ({ who, input }) =>
      (isByTotal(input) && input['view'] !== 'all') ||
      (who !== 'everybody' && ['buyerId', 'importRunId', 'totalFrom'].some((each) => each in input)),
  },
  {
    why: 'inside the index what an import brought is passed over, which is never closed',
    blocksMax: 1000,
    is: ({ input }) => [input['status'], input['fulfilmentStatus']].includes('closed'),
  },
]

function isByTotal({ sort }: Read['input']): boolean {
  return sort === 'total' || sort === '-total'
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
