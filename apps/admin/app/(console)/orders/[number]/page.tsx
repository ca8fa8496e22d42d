import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ClosedPlace } from '@/console/closed-place.tsx'
import { OrderPage } from '@/orders/order-page.tsx'
import { payRunsOf } from '@/orders/pay-steps.ts'
import { statusOf } from '@/trpc/query-client.ts'
import { Prefetched, requireMe, serverApi, serverQueryClient } from '@/trpc/server.tsx'

type Params = { params: Promise<{ number: string }> }

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return { title: decodeURIComponent((await params).number) }
}

export default async function OrderAtNumber({ params }: Params) {
  const { permissions } = await requireMe()
  if (!permissions.includes('purchase.read')) return <ClosedPlace title="Orders" needs="purchase.read" />
  const number = decodeURIComponent((await params).number)
  const api = serverApi()
  const cache = serverQueryClient()
  const { id: purchaseId } = await cache
    .fetchQuery(api.purchase.get.queryOptions({ purchaseId: number }))
    .catch((error: unknown) => {
      const status = statusOf(error)
      if (status === 404 || status === 400) notFound()
      throw error
    })
  await Promise.all([
    permissions.includes('ledger.read') && cache.prefetchQuery(api.ledger.explain.queryOptions({ purchaseId })),
    permissions.includes('workflow.read') && cache.prefetchQuery(api.workflow.list.queryOptions(payRunsOf(purchaseId))),
  ])
  return (
    <Prefetched>
      <OrderPage number={number} />
    </Prefetched>
  )
}
