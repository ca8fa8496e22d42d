import type { ReactNode } from 'react'
import { orders } from '@/nouns/order.ts'
import { fetchNamed, knownToDocuments } from '@/server/page.tsx'
import { serverApi } from '@/trpc/server.tsx'

type Input = { params: Promise<{ number: string }>; children: ReactNode }

export default async function Known({ params, children }: Input) {
  const { number } = await params
  await knownToDocuments(orders.place, () =>
    fetchNamed(serverApi().purchase.get.queryOptions({ purchaseId: decodeURIComponent(number) })),
  )
  return children
}
