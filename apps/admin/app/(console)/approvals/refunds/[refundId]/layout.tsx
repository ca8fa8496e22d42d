import { refunds } from '@/nouns/refund.ts'
import { thingLayout } from '@/server/page.tsx'
import { serverApi } from '@/trpc/server.tsx'

const ask = ({ refundId }: { refundId: string }) => serverApi().refund.get.queryOptions({ refundId })

export default thingLayout(refunds.place, ask)
