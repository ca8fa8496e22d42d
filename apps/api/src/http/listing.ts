import { countRows, listPage } from '@mainstay/db/list/list'
import type { ListSource, Reader } from '@mainstay/db/list/source'
import type { ReadTx } from '@mainstay/db/postgres/client'
import { listSellerIdsWithin } from '@mainstay/db/seller/seller'
import type { Permission } from '@mainstay/domain/access/permission'
import type { AnyList } from '@mainstay/domain/list/list'
import { Count, pageOf } from '@mainstay/domain/list/page'
import type * as z from 'zod'
import type { Acting } from './acting.ts'
import { can } from './trpc.ts'

type About<Item extends z.ZodType> = {
  permission: Permission
  /** What is listed, in words: `Purchases`. */
  words: string
  path: `/${string}`
  item: Item
  /** Whose rows a reader sees: those of the sellers in their reach, or all there are to somebody who may see everything. */
  sight: 'sellers' | 'everything'
  /** What a storefront is shown of a row. */
  storefront?: z.ZodType
}

/** The procedures of a declared list: a page of it, and how many there are. */
export function listing<Row extends { id: string }, Item extends z.ZodType, List extends AnyList>(
  source: ListSource<Row, z.input<Item>, List>,
  { permission, words, path, item, sight, storefront }: About<Item>,
) {
  const { Input } = source.list as List
  type Asked = { input: Readonly<Record<string, unknown>>; ctx: Acting }
  const read = <R>(
    { ctx, input }: Asked,
    fn: (tx: ReadTx, asked: { input: Asked['input']; reader: Reader }) => Promise<R>,
  ) => {
    if (sight === 'everything') ctx.requireEverywhere(permission, source.list.noun)
    return ctx.read(async (tx) => fn(tx, { input, reader: await readerOf(tx, ctx, permission) }))
  }
  return {
    list: can(permission, {
      summary: words,
      rest: { method: 'GET', path },
      ...(storefront && { views: { storefront: pageOf(storefront) } }),
    })
      .input(Input)
      .output(pageOf(item))
      .query(({ ctx, input }) =>
        read({ ctx, input }, (tx, asked) => listPage(tx, source, { ...asked, cursorSecret: ctx.cursorSecret })),
      ),

    count: can(permission, {
      summary: `How many there are: ${words}`,
      rest: { method: 'GET', path: `${path}/count` },
      ...(storefront && { views: { storefront: Count } }),
    })
      .input(Input)
      .output(Count)
      .query(({ ctx, input }) => read({ ctx, input }, (tx, asked) => countRows(tx, source, asked))),
  }
}

async function readerOf(tx: ReadTx, ctx: Acting, permission: Permission): Promise<Reader> {
  const sellerIds = await listSellerIdsWithin(tx, ctx.reach(permission))
  return { sellerIds, memberId: ctx.approver.id, now: ctx.now }
}
