'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { orders } from '@/nouns/order.ts'
import { sellers } from '@/nouns/seller.ts'
import { useTRPC } from '@/trpc/client.tsx'
import type { IconName } from '@/ui/icon.tsx'
import { useMe } from './session.tsx'

export type Jump = { id: string; icon: IconName; label: string; detail: string; href: string }

const ordersMost = 5
const sellersMost = 3
/** Who types does not ask for every letter. */
const restMillis = 150

/** What a text finds, as the lists find it: the newest orders and the sellers that are called so. */
export function useFound(text: string): Jump[] {
  const trpc = useTRPC()
  const { permissions } = useMe()
  const query = useRested(text)
  const may = (permission: 'purchase.read' | 'seller.read') => query.length > 1 && permissions.includes(permission)
  const purchases = useQuery(
    trpc.purchase.list.queryOptions(
      { view: 'all', limit: ordersMost, query },
      { enabled: may('purchase.read'), placeholderData: keepPreviousData },
    ),
  )
  const called = useQuery(
    trpc.seller.list.queryOptions(
      { view: 'all', sort: 'name', limit: sellersMost, query },
      { enabled: may('seller.read'), placeholderData: keepPreviousData },
    ),
  )
  if (text === '') return []
  return [
    ...(purchases.data?.items ?? []).map(
      ({ id, number, buyer }): Jump => ({
        id,
        icon: 'cart',
        label: number,
        detail: buyer.name,
        href: orders.href(number),
      }),
    ),
    ...(called.data?.items ?? []).map(
      ({ id, name }): Jump => ({ id, icon: 'shop', label: name, detail: 'seller', href: sellers.href(id) }),
    ),
  ]
}

function useRested(text: string): string {
  const [rested, setRested] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), restMillis)
    return () => clearTimeout(timer)
  }, [text])
  return rested
}
