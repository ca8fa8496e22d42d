import * as z from 'zod'
import type { Filter } from './filter.ts'
import { PageInput } from './page.ts'

/** Which way a list is sorted unless asked for the other one. */
type Direction = 'asc' | 'desc'

/** A view is a name for some filters, an order of its own, or a condition that the database knows by the name. */
export type View<Input, Sort extends string> = { where?: Partial<Input>; sort?: SortText<Sort> }

/** As it is asked for: `placedAt` is ascending, `-placedAt` descending. */
export type SortText<Sort extends string> = Sort | `-${Sort}`

type Both<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer All) => void
  ? All
  : never

type Asked<Filters extends Record<string, Filter>> =
  Both<Filters[keyof Filters]['shape']> extends infer Shape extends z.ZodRawShape ? z.output<z.ZodObject<Shape>> : never

type InputShape<Filters extends Record<string, Filter>, Sort extends string, Name extends string> = {
  view: z.ZodDefault<z.ZodEnum<{ [V in Name]: V }>>
  sort: z.ZodOptional<z.ZodEnum<{ [S in SortText<Sort>]: S }>>
} & typeof PageInput.shape &
  Both<Filters[keyof Filters]['shape']>

/** A list with whatever filters, sorts and views. */
export type AnyList = {
  noun: string
  filters: Readonly<Record<string, Filter>>
  sorts: Readonly<Record<string, Direction>>
  views: Readonly<Record<string, { where?: Readonly<Record<string, unknown>>; sort?: string }>>
  Input: z.ZodObject
}

type Declared<Filters extends Record<string, Filter>, Sort extends string, Name extends string> = {
  /** What an index carries. The first is what it is sorted by unless asked. */
  sorts: Record<Sort, Direction>
  filters: Filters
  /** The first is what is shown unless asked. Left out: there is one, and it is all. */
  views?: Record<Name, View<Asked<Filters>, NoInfer<Sort>>>
}

/**
 * A list, declared once. The parameters of the api, the conditions of the database, the address of the console with its
 * chips and what is typed, saved views and the export are made from it.
 */
export function listOf<
  const Noun extends string,
  const Filters extends Record<string, Filter>,
  const Sort extends string,
  const Name extends string = 'all',
>(noun: Noun, { sorts, filters, views }: Declared<Filters, Sort, Name>) {
  const known = views ?? ({ all: {} } as Record<Name, View<Asked<Filters>, Sort>>)
  const names = Object.keys(known) as [Name, ...Name[]]
  const directions = Object.keys(sorts).flatMap((sort) => [sort, `-${sort}`]) as SortText<Sort>[]
  const Input = PageInput.extend({
    view: z.enum(names).default(names[0] as never),
    sort: z
      .enum(directions)
      .optional()
      .describe(sortWords(filters, Object.keys(sorts))),
    ...Object.assign({}, ...Object.values(filters).map(({ shape }) => shape)),
  })
  return {
    noun,
    sorts,
    filters,
    views: known,
    Input: Input as unknown as z.ZodObject<InputShape<Filters, Sort, Name>>,
  }
}

/** What has to be said of an order by amounts: no index carries one by what they are worth. */
function sortWords(filters: Record<string, Filter>, sorts: readonly string[]): string {
  const mixed = Object.entries(filters).flatMap(([key, filter]) =>
    filter.kind === 'amounts' && sorts.includes(key)
      ? [
          `${key} is by the number of minor units, of whatever currency: ask with ${filter.currency} for one of like amounts.`,
        ]
      : [],
  )
  return ['Ascending, or with - before it descending.', ...mixed].join(' ')
}

/** How a page is sorted: as it was asked, else as its view is, else as the list is. */
export function sortOf(list: AnyList, { view, sort }: { view?: unknown; sort?: unknown }) {
  const asked = typeof sort === 'string' ? sort : (list.views[String(view)]?.sort ?? firstSort(list))
  const by = asked.replace('-', '')
  return { by, direction: asked === by ? 'asc' : 'desc' } satisfies { by: string; direction: Direction }
}

function firstSort({ noun, sorts }: AnyList): string {
  const [first] = Object.entries(sorts)
  if (first === undefined) throw new Error(`the list of ${noun} has no order`)
  const [by, direction] = first
  return direction === 'desc' ? `-${by}` : by
}

/** Amounts that name no currency are of this one. */
export function inCurrency<Asked extends Readonly<Record<string, unknown>>>(
  { filters }: Pick<AnyList, 'filters'>,
  asked: Asked,
  currency: string,
): Asked {
  const named = Object.values(filters).flatMap((filter) => {
    if (filter.kind !== 'amounts' || asked[filter.currency] !== undefined) return []
    const hasBound = asked[filter.from] !== undefined || asked[filter.to] !== undefined
    return hasBound ? [[filter.currency, currency]] : []
  })
  return { ...asked, ...Object.fromEntries(named) }
}
