import { sellerList } from '@mainstay/domain/seller/seller'
import { addressAt, askedAt, type Params, paramsOf } from '@/console/list-address.ts'
import { sellers } from '@/nouns/seller.ts'
import { SellerList } from '@/sellers/seller-list.tsx'
import { openPage } from '@/server/page.tsx'
import { serverApi, serverQueryClient } from '@/trpc/server.tsx'

export const metadata = { title: sellers.place.title }

export default async function ThePage({ searchParams }: { searchParams: Params }) {
  const params = await paramsOf(searchParams)
  return openPage(sellers.place, async ({ tenant }) => {
    const input = askedAt(sellerList, addressAt(sellerList, params, tenant), tenant)
    await serverQueryClient().prefetchQuery(serverApi().seller.list.queryOptions(input))
    return <SellerList />
  })
}
