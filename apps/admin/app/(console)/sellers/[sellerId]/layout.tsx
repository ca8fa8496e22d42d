import type { ReactNode } from 'react'
import { sellers } from '@/nouns/seller.ts'
import { fetchNamed, knownToDocuments } from '@/server/page.tsx'
import { serverApi } from '@/trpc/server.tsx'

type Input = { params: Promise<{ sellerId: string }>; children: ReactNode }

export default async function Known({ params, children }: Input) {
  const { sellerId } = await params
  await knownToDocuments(sellers.place, () => fetchNamed(serverApi().seller.get.queryOptions({ sellerId })))
  return children
}
