'use client'
import type { Thing } from '@mainstay/domain/list/typed'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/trpc/client.tsx'

/** The nouns whose things a filter names by id and people find by name. */
export const foundByName: readonly string[] = ['seller', 'buyer', 'purchase']

const most = 8

/** The things of that noun whose name has the text in it. A buyer is known by what was bought. */
export function useThings(sought: { noun: string; name: string } | undefined): readonly Thing[] {
  const trpc = useTRPC()
  const { noun, name } = sought ?? { noun: undefined, name: '' }
  const text = name === '' ? {} : { query: name }
  const sellers = useQuery(
    trpc.seller.list.queryOptions(
      { view: 'all', sort: 'name', limit: most, ...text },
      { enabled: noun === 'seller', placeholderData: keepPreviousData },
    ),
  )
  const purchases = useQuery(
    trpc.purchase.list.queryOptions(
      { view: 'all', limit: 50, ...text },
      { enabled: noun === 'buyer' || noun === 'purchase', placeholderData: keepPreviousData },
    ),
  )
  if (noun === 'seller') return sellers.data?.items ?? []
  const rows = purchases.data?.items ?? []
  if (noun === 'purchase') return rows.slice(0, most).map(({ id, number }) => ({ id, name: number }))
  if (noun !== 'buyer') return []
  const buyers = new Map(rows.map(({ buyer }) => [buyer.id, buyer]))
  return [...buyers.values()].slice(0, most)
}

/** What people call the thing with this id; the id itself where nobody can say. */
export function ThingName({ noun, id }: { noun: string; id: string }) {
  const trpc = useTRPC()
  const seller = useQuery(trpc.seller.get.queryOptions({ sellerId: id }, { enabled: noun === 'seller' }))
  const purchase = useQuery(trpc.purchase.get.queryOptions({ purchaseId: id }, { enabled: noun === 'purchase' }))
  const bought = useQuery(
    trpc.purchase.list.queryOptions({ view: 'all', limit: 1, buyerId: id }, { enabled: noun === 'buyer' }),
  )
  return seller.data?.name ?? purchase.data?.number ?? bought.data?.items[0]?.buyer.name ?? id
}
