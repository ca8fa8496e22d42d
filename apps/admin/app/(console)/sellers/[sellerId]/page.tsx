import type { Metadata } from 'next'
import { sellers } from '@/nouns/seller.ts'
import { SellerPage } from '@/sellers/seller-page.tsx'
import { fetchNamed, openPage } from '@/server/page.tsx'
import { serverApi } from '@/trpc/server.tsx'

type Input = { params: Promise<{ sellerId: string }> }

export async function generateMetadata({ params }: Input): Promise<Metadata> {
  const { sellerId } = await params
  const { name } = await fetchNamed(serverApi().seller.get.queryOptions({ sellerId }))
  return { title: `${name} · Seller` }
}

export default async function ThePage({ params }: Input) {
  const { sellerId } = await params
  return openPage(sellers.place, async () => {
    await fetchNamed(serverApi().seller.get.queryOptions({ sellerId }))
    return <SellerPage sellerId={sellerId} />
  })
}
