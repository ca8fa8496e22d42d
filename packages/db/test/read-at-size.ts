import type { ListedNoun } from '@mainstay/domain/list/lists'
import { pageStatement, soughtIn } from '../src/list/list.ts'
import type { Keyset } from '../src/list/page.ts'
import type { Reader } from '../src/list/source.ts'
import { type Database, type ReadTx, raw, readTenant } from '../src/postgres/client.ts'
import { askedOf, type Input } from './asked.ts'
import { type Explained, explained } from './explained.ts'
import { type AnySource, listed } from './listed.ts'
import { type MarketAtSize, until } from './market-at-size.ts'

export type Read = Explained & { who: string; input: Input; page: 'first' | 'end' | 'last' }

/** Whose parts are added up for a third of a second: asked for views only. */
const mixed = 'three sellers, one huge'

/** Who looks at a marketplace: somebody of all of it, and people of one seller and of several. */
function readersOf({ idOf }: MarketAtSize): Record<string, Reader> {
  const ofSome = (numbers: readonly number[]): Reader => ({
    sellerIds: numbers.map((n) => idOf('seller', n)),
    memberId: idOf('member', 30),
    now: until,
  })
  const of = (n: number) => ofSome([n])
  return {
    everybody: { sellerIds: undefined, memberId: idOf('member', 1), now: until },
    'a huge seller': of(0),
    'a small seller': of(1),
    'a tiny seller': of(2),
    'three sellers': ofSome([1, 3, 4]),
    'forty sellers': ofSome(Array.from({ length: 40 }, (_, n) => n + 3)),
    [mixed]: ofSome([0, 1, 3]),
  }
}

type Last = { id: string; position: string } | undefined
type Known = Map<string, { read: Read; last: Last }>
type Asking = { source: AnySource; input: Input; reader: Reader; who: string }

/** How each statement is read that a list can be asked; what readers ask in the same words, once. */
export async function readsOf(db: Database, market: MarketAtSize, noun: ListedNoun): Promise<Read[]> {
  const source = listed[noun] as unknown as AnySource
  const known: Known = new Map()
  for (const [who, reader] of Object.entries(readersOf(market))) {
    for (const input of askedOf(noun, source.list, market).filter((each) => who !== mixed || 'view' in each)) {
      await readTenant(db, market.tenantId, (tx) => readBothEnds(tx, { source, input, reader, who }, known))
    }
  }
  return [...known.values()].map(({ read }) => read)
}

/** The first page, and the last one, read from the end and as whoever pages on to it gets it. */
async function readBothEnds(tx: ReadTx, asking: Asking, known: Known): Promise<void> {
  const pageAt = async (page: Read['page'], keyset: Keyset): Promise<Last> => {
    const { source, input, reader, who } = asking
    const asked = await soughtIn(tx, source, { input: source.list.Input.parse(input), reader })
    const statement = pageStatement(tx, source, { ...asked, keyset }).compile()
    const key = JSON.stringify([statement.sql, statement.parameters])
    const before = known.get(key)
    if (before) return before.last
    const read = { ...(await explained(tx, statement)), who, input, page }
    const last = (await raw<{ id: string; position: string }>(tx, statement.sql, statement.parameters)).at(-1)
    known.set(key, { read, last })
    return last
  }
  await pageAt('first', { limit: 20, direction: 'older', from: undefined })
  const end = await pageAt('end', { limit: 20, direction: 'newer', from: undefined })
  if (end) await pageAt('last', { limit: 20, direction: 'older', from: { by: end.position, id: end.id } })
}
