'use client'
import { type Address, changed } from '@mainstay/domain/list/address'
import type { AnyList } from '@mainstay/domain/list/list'
import type { ListedNoun } from '@mainstay/domain/list/lists'
import { useSearchParams } from 'next/navigation'
import type { NavigationItem } from '@/nouns/noun.ts'
import { addressAt, askedAt, hrefOf } from './list-address.ts'
import { useMe } from './session.tsx'

/** A list that people look at. */
export type Listed = AnyList & { noun: ListedNoun }

export type Shown<List extends AnyList> = {
  /** Where people look at the list. */
  path: string
  list: List
  address: Address
  marketplace: { currency: string; timeZone: string }
  /** What it asks the api for, without the filters that cannot be read. */
  input: ReturnType<typeof askedAt<List>>
  view: string
  href: (address: Address) => string
  with: (change: Parameters<typeof changed>[1]) => string
  turned: (cursor: string | null | undefined) => string | undefined
}

/** What the address of this page says of its list. */
export function useList<List extends AnyList>(
  list: List,
  { place, first }: { place: NavigationItem; first?: string },
): Shown<List> {
  const { tenant } = useMe()
  const around = { ...tenant, first }
  const address = addressAt(list, useSearchParams(), around)
  const input = askedAt(list, address, around)
  const href = (to: Address) => hrefOf(place.href, list, to)
  return {
    path: place.href,
    list,
    address,
    marketplace: tenant,
    input,
    view: String('view' in input ? input.view : ''),
    href,
    with: (change) => href(changed(address, change)),
    turned: (cursor) => (cursor ? href({ ...address, cursor }) : undefined),
  }
}
