import { countRows, isCountTooDear, listPage } from '@mainstay/db/list/list'
import type { ListSource, Reader } from '@mainstay/db/list/source'
import type { ReadTx } from '@mainstay/db/postgres/client'
import { listSellerIdsWithin } from '@mainstay/db/seller/seller'
import type { Permission } from '@mainstay/domain/access/permission'
import { type AnyList, inCurrency } from '@mainstay/domain/list/list'
import type { ListedNoun } from '@mainstay/domain/list/lists'
import { Count, pageOf } from '@mainstay/domain/list/page'
import type * as z from 'zod'
import type { Acting } from './acting.ts'
import { CsvLines, csvInput, csvOf, recordExport } from './export.ts'
import { can } from './trpc.ts'

type About<Item extends z.ZodType> = {
  permission: Permission
  /** What is listed, in words: `Purchases, newest first`. */
  words: string
  path: `/${string}`
  item: Item
  /** What a storefront is shown of a row. */
  storefront?: z.ZodType
}

type Asked<Ctx> = { ctx: Ctx; input: Readonly<Record<string, unknown>> }

/** The procedures of a declared list: a page of it, how many rows there are, and all of them as CSV. */
export function listing<
  Row extends { id: string },
  Item extends z.ZodType,
  List extends AnyList & { noun: ListedNoun },
>(source: ListSource<Row, z.input<Item>, List>, { permission, words, path, item, storefront }: About<Item>) {
  const { noun, Input } = source.list as List
  const shown = (view: z.ZodType | undefined) => (storefront && view ? { views: { storefront: view } } : {})

  const readAs = async <R>(
    { ctx, input }: Asked<Acting>,
    fn: (tx: ReadTx, asked: { input: Asked<Acting>['input']; reader: Reader }) => Promise<R>,
  ) => {
    const asked = inCurrency(source.list, input, ctx.tenant.currency)
    return ctx.read(async (tx) => fn(tx, { input: asked, reader: await readerOf(tx, ctx, permission) }))
  }

  return {
    list: can(permission, {
      summary: words,
      rest: { method: 'GET', path },
      ...shown(storefront && pageOf(storefront)),
    })
      .input(Input)
      .output(checkedAtOnce(pageOf(item)))
      .query(({ ctx, input }) =>
        readAs({ ctx, input }, (tx, asked) => listPage(tx, source, { ...asked, cursorSecret: ctx.cursorSecret })),
      ),

    count: can(permission, {
      summary: `How many there are: ${words.toLowerCase()}`,
      rest: { method: 'GET', path: `${path}/count` },
      ...shown(Count),
    })
      .input(Input)
      .output(Count)
      .query(({ ctx, input }) =>
        readAs({ ctx, input }, (tx, asked) => countRows(tx, source, asked)).catch((error: unknown) => {
          if (isCountTooDear(error)) return null
          throw error
        }),
      ),

    export: can(permission, {
      summary: `All of them as CSV: ${words.toLowerCase()}`,
      rest: { method: 'GET', path: `${path}.csv`, answer: 'text/csv' },
      ...shown(CsvLines),
    })
      .input(csvInput(Input))
      .output(CsvLines)
      .query(async ({ ctx, input }) => {
        const row = ctx.audience === 'storefront' && storefront ? storefront : item
        const asked = await readAs({ ctx, input }, async (_, each) => each)
        const lines = csvOf(source, { ...asked, row, read: ctx.read })
        await ctx.commit((tx) => recordExport(tx, { noun, words, input }))
        return lines
      }),
  }
}

/**
 * tRPC asks a schema of zod's to check asynchronously, which takes seven times as long as at once: for a page of rows as
 * long as the query. The page is a schema of this list alone.
 */
function checkedAtOnce<Schema extends z.ZodType>(schema: Schema): Schema {
  schema.parseAsync = async (value, context) => schema.parse(value, context)
  return schema
}

async function readerOf(tx: ReadTx, ctx: Acting, permission: Permission): Promise<Reader> {
  const sellerIds = await listSellerIdsWithin(tx, ctx.reach(permission))
  return { sellerIds, memberId: ctx.person.id, now: ctx.now }
}
