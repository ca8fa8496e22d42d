import { readNumber } from '@mainstay/domain/purchase/typed-number'
import { orders } from '@/nouns/order.ts'
import { thingLayout } from '@/server/page.tsx'
import { serverApi } from '@/trpc/server.tsx'

const ask = ({ number }: { number: string }) =>
  serverApi().purchase.get.queryOptions({ purchaseId: readNumber(decodeURIComponent(number)) })

export default thingLayout(orders.place, ask)
