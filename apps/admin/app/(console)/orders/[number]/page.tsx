import { readNumber } from '@mainstay/domain/purchase/typed-number'
import type { Metadata } from 'next'
import { orders } from '@/nouns/order.ts'
import { OrderPage } from '@/orders/order-page.tsx'
import { payRunsOf } from '@/orders/pay-steps.ts'
import { fetchNamed, openPage } from '@/server/page.tsx'
import { serverApi, serverQueryClient } from '@/trpc/server.tsx'

type Input = { params: Promise<{ number: string }> }

export async function generateMetadata({ params }: Input): Promise<Metadata> {
  const { number } = await params
  const purchase = await fetchNamed(
    serverApi().purchase.get.queryOptions({ purchaseId: readNumber(decodeURIComponent(number)) }),
  )
  return { title: `${purchase.number} · Order` }
}

export default async function ThePage({ params }: Input) {
  const { number } = await params
  return openPage(orders.place, async ({ permissions }) => {
    const { ledger, purchase, workflow } = serverApi()
    const asked = readNumber(decodeURIComponent(number))
    const { id: purchaseId } = await fetchNamed(purchase.get.queryOptions({ purchaseId: asked }))
    const cache = serverQueryClient()
    await Promise.all([
      permissions.includes('ledger.read') && cache.prefetchQuery(ledger.explain.queryOptions({ purchaseId })),
      permissions.includes('workflow.read') && cache.prefetchQuery(workflow.list.queryOptions(payRunsOf(purchaseId))),
    ])
    return <OrderPage number={asked} />
  })
}
