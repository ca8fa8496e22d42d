import { sellers } from '@/nouns/seller.ts'
import { SellerPage } from '@/sellers/seller-page.tsx'
import { thingPage } from '@/server/page.tsx'
import { serverApi } from '@/trpc/server.tsx'

const ask = ({ sellerId }: { sellerId: string }) => serverApi().seller.get.queryOptions({ sellerId })

const page = thingPage(sellers.place, ask, { title: ({ name }) => `${name} · Seller`, View: SellerPage })
export const generateMetadata = page.generateMetadata
export default page.ThingRoute
