import type { Filter } from '@mainstay/domain/list/filter'
import type { AnyList } from '@mainstay/domain/list/list'
import type { Compilable, RawBuilder } from 'kysely'
import type { ReadTx } from '../postgres/client.ts'
import type { DB } from '../postgres/schema.generated.ts'
import type { VisibleSellers } from '../purchase/orders.ts'

/** Who reads a list, and when. A program is no member. */
export type Reader = { sellerIds: VisibleSellers; memberId: string | undefined; now: Date }

/** Who reads which tenant. */
export type Sight = Reader & { tenantId: string }

type Column = { [Table in keyof DB]: `${Table}.${keyof DB[Table] & string}` }[keyof DB]

/** A column, or what stands for one to a reader who sees a part of it. */
export type Compared = Column | ((sight: Sight) => RawBuilder<unknown>)

/** An amount is compared with those of its currency only. */
export type Priced = { amount: Compared; currency: Compared }

/**
 * How a filter becomes a condition: by comparing a column, by one of its own, or by one that depends on what is there and
 * has to be looked up before the list is asked for.
 */
export type Clause<Value> =
  | Compared
  | Priced
  | { where: (value: Value, sight: Sight) => RawBuilder<boolean> }
  | { seek: (value: Value, sight: Sight, tx: ReadTx) => Promise<RawBuilder<boolean>> }

type Sort = { by: Compared; type: 'timestamptz' | 'bigint' | 'text' | 'uuid' }

/** Where the rows of a declared list come from. */
export type ListSource<Row extends { id: string }, Item, List extends AnyList = AnyList> = {
  list: List
  /** What the reader may see of the tenant, with the columns of a row. Whole, it is one text for whoever reads it. */
  rows: (tx: ReadTx, reader: Pick<Reader, 'sellerIds'>) => Compilable<Row>
  /**
   * What has to be read to know which rows there are: a page is found there, as a rule inside an index, and its rows are
   * read when it is. With it `rows` says only what they are made of.
   */
  keys?: (tx: ReadTx, reader: Pick<Reader, 'sellerIds'>) => Compilable<unknown>
  id: Compared
  sorts: Readonly<Record<string, Sort>>
  filters: Readonly<Record<string, Clause<never>>>
  /** The views that are more than a name for filters of the list. */
  views: Readonly<Record<string, (sight: Sight) => RawBuilder<boolean>>>
  itemsOf: (rows: readonly Row[], tx: ReadTx) => Item[] | Promise<Item[]>
  /** `itemsOf` asks for more than the rows. */
  readsMore?: true
  /** What `led` has to know of how much there is; looked up before the list is asked for, and added to its input. */
  weigh?: (
    asked: { input: Readonly<Record<string, unknown>>; sight: Sight },
    tx: ReadTx,
  ) => Promise<Readonly<Record<string, unknown>>>
  /** The same rows led by another table, where an index of that one has what is asked in the order it is asked for. */
  led?: (asked: { input: Readonly<Record<string, unknown>>; sight: Sight }) => ListSource<Row, Item> | undefined
}

type ClauseOf<F extends Filter> = F extends { kind: 'amounts' }
  ? Priced
  : F extends { kind: 'days' }
    ? Compared
    : Exclude<Clause<ValueOf<F>>, Priced>

type ValueOf<F extends Filter> = F extends { kind: 'some' }
  ? readonly string[]
  : F extends { from: string }
    ? never
    : string

/** Every filter and every sort of the declaration has its column, or this does not compile. */
type Declared<List extends AnyList> = {
  sorts: { [Key in keyof List['sorts']]: Sort }
  filters: { [Key in keyof List['filters']]: ClauseOf<List['filters'][Key]> }
  views?: { [View in keyof List['views']]?: (sight: Sight) => RawBuilder<boolean> }
}

export function listSource<const List extends AnyList, Row extends { id: string }, Item>(
  list: List,
  source: Omit<ListSource<Row, Item>, 'list' | keyof Declared<List>> & Declared<List>,
): ListSource<Row, Item, List> {
  const { views = {}, ...rest } = source
  return { list, views, ...rest } as ListSource<Row, Item, List>
}
