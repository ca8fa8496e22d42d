import type { Filter } from '@mainstay/domain/list/filter'
import { type AnyList, sortOf } from '@mainstay/domain/list/list'
import { type Count, countMax, type Page, PageInput } from '@mainstay/domain/list/page'
import { type Compilable, type CompiledQuery, type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import pg from 'pg'
import type { ReadTx } from '../postgres/client.ts'
import type { DB } from '../postgres/schema.generated.ts'
import { statement } from '../postgres/statement.ts'
import { plannedForItsValues } from '../postgres/statement-names.ts'
import { type Keyset, keysetOf, type List, type Position, pageFrom } from './page.ts'
import type { Clause, Compared, ListSource, Reader, Sight } from './source.ts'

/** What is asked of a list: what its declaration made of the request, and for whom. */
export type Asked = { input: Readonly<Record<string, unknown>>; reader: Reader }

const usualLimit = PageInput.parse({}).limit
/** What of a list's input is about the page. */
const PagePart = PageInput.strip()

/** One page of a declared list. Throws CursorRefused. */
export async function listPage<Row extends { id: string }, Item>(
  tx: ReadTx,
  source: ListSource<Row, Item>,
  asked: Asked & { cursorSecret: string },
): Promise<Page<Item>> {
  const list = signedList(source.list, asked)
  const keyset = keysetOf(list, PagePart.parse(asked.input))
  const statement = printedPage(tx, source, { ...(await soughtIn(tx, source, asked)), keyset })
  if (!source.readsMore) tx.endWithNext()
  const { rows } = await tx.getExecutor().executeQuery<Row & { position: string }>(statement)
  const page = pageFrom(list, { keyset, rows }, positionOf)
  return { ...page, items: await source.itemsOf(page.items, tx) }
}

/** First pages of whole lists, by source and sort. To build and print one costs the api a twelfth of the answer. */
const printed = new WeakMap<object, Map<string, CompiledQuery>>()

/** The statement of a page; where nothing but the tenant can differ, printed once. */
function printedPage<Row extends { id: string }, Item>(
  tx: ReadTx,
  source: ListSource<Row, Item>,
  asked: Asked & { keyset: Keyset },
): CompiledQuery {
  const { by, direction } = sortOf(source.list, asked.input)
  const pages = printed.get(source) ?? new Map<string, CompiledQuery>()
  const isFirst = isUsualOfWhole(tx, source, asked) && asked.keyset.from === undefined
  const known = isFirst ? pages.get(`${by} ${direction}`) : undefined
  if (known) return { ...known, parameters: known.parameters.map(() => tx.tenantId) }

  const page = pageStatement(tx, source, asked).compile()
  const isOfAnyReader = page.parameters.every((each) => each === tx.tenantId)
  if (isFirst && isOfAnyReader) printed.set(source, pages.set(`${by} ${direction}`, page))
  return page
}

/** The rows that follow a position, for whoever reads a list to its end. */
export async function listAfter<Row extends { id: string }, Item>(
  tx: ReadTx,
  source: ListSource<Row, Item>,
  asked: Asked & { from: Position | undefined; limit: number },
): Promise<{ items: Item[]; last: Position | undefined }> {
  const { from, limit } = asked
  const keyset: Keyset = { from, limit, direction: 'older' }
  const rows = await pageStatement(tx, source, { ...(await soughtIn(tx, source, asked)), keyset }).execute()
  const kept = rows.slice(0, limit)
  const end = rows.length > limit ? kept.at(-1) : undefined
  return { items: await source.itemsOf(kept, tx), last: end && positionOf(end) }
}

/** Every row, for whoever has them all in memory. */
export async function listAll<Row extends { id: string }, Item>(
  tx: ReadTx,
  source: ListSource<Row, Item>,
  asked: Asked,
): Promise<Item[]> {
  const all: Item[] = []
  for (let from: Position | undefined; ; ) {
    const { items, last } = await listAfter(tx, source, { ...asked, from, limit: 1000 })
    all.push(...items)
    if (last === undefined) return all
    from = last
  }
}

/** How many rows there are, counted no further than `countMax`, and for no longer than counting is cheap. */
export async function countRows<Row extends { id: string }, Item>(
  tx: ReadTx,
  source: ListSource<Row, Item>,
  asked: Asked,
): Promise<Count> {
  await limitCount(tx, [])
  const { rows } = await countStatement(tx, source, await soughtIn(tx, source, asked)).execute(tx)
  const count = rows[0]?.count ?? 0
  return { count: Math.min(count, countMax), isMore: count > countMax }
}

const limitCount = statement({}, 'set local statement_timeout = 500')

/** Whether a count was given up because it took longer than counting may. */
export function isCountTooDear(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '57014'
}

/** The same with what had to be looked up for it: the condition that stands for a text. */
export async function soughtIn<Row extends { id: string }, Item>(
  tx: ReadTx,
  { list, filters, weigh }: ListSource<Row, Item>,
  { input, reader }: Asked,
): Promise<Asked> {
  const sight = { ...reader, tenantId: tx.tenantId }
  const sought: Record<string, unknown> = { ...(await weigh?.({ input, sight }, tx)) }
  for (const [key, filter] of Object.entries(list.filters)) {
    const clause = filters[key]
    if ('from' in filter || typeof clause !== 'object' || !('seek' in clause)) continue
    const text = input[filter.parameter]
    if (text !== undefined && text !== '') sought[filter.parameter] = await clause.seek(text as never, sight, tx)
  }
  return { input: { ...input, ...sought }, reader }
}

/** The statement of a page, apart from its execution so that its plan can be tested. */
export function pageStatement<Row extends { id: string }, Item>(
  tx: ReadTx,
  whole: ListSource<Row, Item>,
  { input, reader, keyset }: Asked & { keyset: Keyset },
): SelectQueryBuilder<DB, keyof DB, Row & { position: string }> {
  const sight = { ...reader, tenantId: tx.tenantId }
  const source = whole.led?.({ input, sight }) ?? whole
  const { by, direction } = sortOf(source.list, input)
  const sort = source.sorts[by]
  if (sort === undefined) throw new Error(`the list of ${source.list.noun} has no column for ${by}`)
  const column = compared(sort.by, sight)
  const id = compared(source.id, sight)
  const isAscending = (direction === 'asc') === (keyset.direction === 'older')
  const way = sql.raw(isAscending ? 'asc' : 'desc')
  const conditions = [
    ...conditionsIn(source, { input, sight }),
    ...beyondOf(source.list, { input, keyset, isAscending }, { ...sort, column, id }),
  ]
  const isUsual = isUsualOfWhole(tx, whole, { input, reader, keyset })
  const keys = isUsual ? undefined : source.keys?.(tx, reader)
  const sorted = conditions
    .reduce((rows, each) => rows.where(each), rowsOf(keys ?? source.rows(tx, reader)))
    .orderBy(sql`${column} ${way}`)
    .orderBy(sql`${id} ${way}`)
    // One more than asked for tells whether there is another page.
    .limit(isUsual ? sql.lit(keyset.limit + 1) : keyset.limit + 1)
  // As the database prints it: a Date would lose its microseconds.
  if (keys === undefined) {
    const page = sorted.select(sql<string>`${column}::text`.as('position')) as PageQuery<Row>
    return page.$if(!isUsual, (rows) => rows.modifyEnd(sql.raw(plannedForItsValues)))
  }
  const page = sorted.select([sql<string>`${id}`.as('id'), sql<string>`${column}`.as('at')]).as('page')
  return rowsOf(source.rows(tx, reader))
    .innerJoin(page, (join) => join.on(sql`page.id`, '=', compared(whole.id, sight)))
    .select(sql<string>`page.at::text`.as('position'))
    .orderBy(sql`page.at ${way}`)
    .orderBy(sql`page.id ${way}`)
    .modifyEnd(sql.raw(plannedForItsValues)) as PageQuery<Row>
}

type PageQuery<Row> = SelectQueryBuilder<DB, keyof DB, Row & { position: string }>

/** Where the rows of a page begin. */
function beyondOf(
  list: AnyList,
  { input, keyset: { from }, isAscending }: { input: Asked['input']; keyset: Keyset; isAscending: boolean },
  { column, id, type }: { column: RawBuilder<unknown>; id: RawBuilder<unknown>; type: string },
): RawBuilder<boolean>[] {
  if (from === undefined) return []
  const beyond = sql.raw(isAscending ? '>' : '<')
  const at = sql`${from.by}::${sql.raw(type)}`
  if (!hasSpan(list, input)) return [sql<boolean>`(${column}, ${id}) ${beyond} (${at}, ${from.id}::uuid)`]
  // An index is entered at one bound: of a pair and the end of a span PostgreSQL may take the end, and read all up to here.
  return [sql<boolean>`${column} ${beyond}= ${at} and (${column} ${beyond} ${at} or ${id} ${beyond} ${from.id}::uuid)`]
}

/** What was looked up may have found one. */
function hasSpan({ filters }: AnyList, input: Asked['input']): boolean {
  return Object.values(filters).some((each) =>
    'from' in each ? (input[each.from] ?? input[each.to]) !== undefined : isSought(input[each.parameter]),
  )
}

function isSought(value: unknown): value is RawBuilder<boolean> {
  return typeof value === 'object' && value !== null && 'toOperationNode' in value
}

/**
 * The usual page of a whole list, with its limit written out, is planned once, for planning takes longer than the page.
 * Filters and sellers are planned for: their values make one plan or another right.
 */
function isUsualOfWhole<Row extends { id: string }, Item>(
  { tenantId }: ReadTx,
  source: ListSource<Row, Item>,
  { input, reader, keyset }: Asked & { keyset: Keyset },
): boolean {
  if (keyset.limit !== usualLimit || reader.sellerIds !== undefined) return false
  return conditionsIn(source, { input, sight: { ...reader, tenantId } }).length === 0
}

function countStatement<Row extends { id: string }, Item>(tx: ReadTx, whole: ListSource<Row, Item>, asked: Asked) {
  const { input, reader } = asked
  const sight = { ...reader, tenantId: tx.tenantId }
  const source = whole.led?.({ input, sight }) ?? whole
  const counted = conditionsIn(source, { input, sight })
    .reduce((rows, each) => rows.where(each), rowsOf(source.keys?.(tx, reader) ?? source.rows(tx, reader)))
    .clearSelect()
    .select(sql<string>`''`.as('position'))
    .limit(countMax + 1)
  return sql<{ count: number }>`select count(*)::int as count from (${counted}) counted ${sql.raw(plannedForItsValues)}`
}

/** In the order the declaration has its filters: one text for each set of filters stays prepared. */
function conditionsIn<Row extends { id: string }, Item>(
  { list, filters, views }: ListSource<Row, Item>,
  { input, sight }: { input: Asked['input']; sight: Sight },
): RawBuilder<boolean>[] {
  const view = String(input.view)
  const own = views[view]?.(sight)
  const conditions = [input, list.views[view]?.where ?? {}].flatMap((given) =>
    Object.entries(list.filters).flatMap(([key, filter]) => conditionsOf(filter, filters[key], { given, sight })),
  )
  return own ? [own, ...conditions] : conditions
}

/** Whatever tables it reads: what is added to it names its columns in full. */
function rowsOf<Row>(query: Compilable<Row>) {
  return query as SelectQueryBuilder<DB, keyof DB, Row>
}

function conditionsOf(
  filter: Filter,
  clause: Clause<never> | undefined,
  { given, sight }: { given: Readonly<Record<string, unknown>>; sight: Sight },
): RawBuilder<boolean>[] {
  if (clause === undefined) throw new Error('a filter has no column')
  if ('from' in filter) {
    const ends = { from: given[filter.from], to: given[filter.to] }
    if (filter.kind === 'amounts') {
      if (typeof clause !== 'object' || !('amount' in clause)) throw new Error('an amount is compared in its currency')
      const { amount, currency } = clause
      const asked = given[filter.currency]
      if (asked === undefined && ends.from === undefined && ends.to === undefined) return []
      if (asked === undefined) throw new Error('an amount of no currency is compared with nothing')
      return [sql<boolean>`${compared(currency, sight)} = ${asked}`, ...between(compared(amount, sight), ends, sql`<=`)]
    }
    if (typeof clause === 'object') throw new Error('a span compares a column')
    // A day ends before the next one begins, an amount is reached.
    return between(compared(clause, sight), ends, sql`<`)
  }
  const value = given[filter.parameter]
  if (value === undefined || value === '') return []
  if (typeof clause === 'object') {
    if ('amount' in clause) throw new Error('an amount is a span')
    return ['where' in clause ? clause.where(value as never, sight) : soughtAs(value)]
  }
  const column = compared(clause, sight)
  if (filter.kind !== 'one' && filter.kind !== 'some') return [sql<boolean>`${column} = ${value}`]
  // Written out, one of a few known values has a plan of its own that is kept, and the words a partial index is known by.
  const known = filter.options.filter((option) => [value].flat().includes(option)).map((option) => sql.lit(option))
  if (known.length === 0) return [sql<boolean>`false`]
  return [known.length === 1 ? sql<boolean>`${column} = ${known[0]}` : sql<boolean>`${column} in (${sql.join(known)})`]
}

function between(
  column: RawBuilder<unknown>,
  { from, to }: { from: unknown; to: unknown },
  until: RawBuilder<unknown>,
): RawBuilder<boolean>[] {
  return [
    ...(from === undefined ? [] : [sql<boolean>`${column} >= ${from}`]),
    ...(to === undefined ? [] : [sql<boolean>`${column} ${until} ${to}`]),
  ]
}

function soughtAs(value: unknown): RawBuilder<boolean> {
  if (typeof value === 'string') throw new Error('a text has to be looked up before the list is asked for: soughtIn')
  return value as RawBuilder<boolean>
}

function compared(by: Compared, sight: Sight): RawBuilder<unknown> {
  return typeof by === 'string' ? sql.ref(by) : by(sight)
}

function positionOf({ position, id }: { position: string; id: string }): Position {
  return { by: position, id }
}

function signedList(list: AnyList, { input, cursorSecret: secret }: Asked & { cursorSecret: string }): List {
  const { cursor: _, limit: __, sort: ___, ...filters } = input
  const { by, direction } = sortOf(list, input)
  return { secret, sort: `${list.noun} ${by} ${direction}`, filters }
}
