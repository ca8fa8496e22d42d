import type { ReactNode } from 'react'
import { refunds } from '@/nouns/refund.ts'
import { fetchNamed, knownToDocuments } from '@/server/page.tsx'
import { serverApi } from '@/trpc/server.tsx'

type Input = { params: Promise<{ refundId: string }>; children: ReactNode }

export default async function Known({ params, children }: Input) {
  const { refundId } = await params
  await knownToDocuments(refunds.place, () => fetchNamed(serverApi().refund.get.queryOptions({ refundId })))
  return children
}
