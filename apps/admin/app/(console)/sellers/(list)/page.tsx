import { sellerList } from '@mainstay/domain/seller/seller'
import { sellers } from '@/nouns/seller.ts'
import { SellerList } from '@/sellers/seller-list.tsx'
import { listPage } from '@/server/page.tsx'
import { serverApi } from '@/trpc/server.tsx'

export const metadata = { title: sellers.place.title }

export default listPage(sellerList, sellers, {
  ask: (input) => serverApi().seller.list.queryOptions(input),
  View: SellerList,
})
