import type { Me } from '@mainstay/domain/access/session'
import type { FetchQueryOptions, QueryKey } from '@tanstack/react-query'
import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { NotPermitted } from '@/console/not-permitted.tsx'
import type { NavigationItem } from '@/nouns/noun.ts'
import { statusOf } from '@/trpc/query-client.ts'
import { Prefetched, requireMe, serverQueryClient } from '@/trpc/server.tsx'

/** A page of the place for those whose rights open it; what `fetch` has read is there when it is drawn. */
export async function openPage(place: NavigationItem, fetch: (me: Me) => Promise<ReactNode>): Promise<ReactNode> {
  const me = await requireMe()
  if (!me.permissions.includes(place.permission)) return <NotPermitted place={place} />
  return <Prefetched>{await fetch(me)}</Prefetched>
}

/** The thing the address names; the page of what does not exist where there is none. */
export async function fetchNamed<Thing, Failure, Read, Key extends QueryKey>(
  query: FetchQueryOptions<Thing, Failure, Read, Key>,
): Promise<Read> {
  return serverQueryClient()
    .fetchQuery(query)
    .catch((error: unknown) => {
      const status = statusOf(error)
      if (status === 404 || status === 400) notFound()
      throw error
    })
}

/**
 * For the layout around a page that shows its frame at once: by then the answer has begun with 200, so a browser that
 * loads the address as a document is told here that nothing is there. Within the console nobody waits for it.
 */
export async function knownToDocuments(place: NavigationItem, ask: () => Promise<unknown>): Promise<void> {
  const { permissions } = await requireMe()
  if (permissions.includes(place.permission) && (await headers()).get('sec-fetch-dest') !== 'empty') await ask()
}
