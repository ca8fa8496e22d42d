import { sellers } from '@/nouns/seller.ts'
import { thingLayout } from '@/server/page.tsx'
import { serverApi } from '@/trpc/server.tsx'

const ask = ({ sellerId }: { sellerId: string }) => serverApi().seller.get.queryOptions({ sellerId })

export default thingLayout(sellers.place, ask)
