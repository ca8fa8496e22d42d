import type { Me } from '@mainstay/domain/access/session'
import type { AnyList } from '@mainstay/domain/list/list'
import type { FetchQueryOptions, QueryKey } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import type { ComponentType, ReactNode } from 'react'
import { addressAt, askedAt, type Params, paramsOf } from '@/console/list-address.ts'
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

/** The page of a list: the rows its address asks for are read before it is drawn. */
export function listPage<List extends AnyList, Thing, Failure, Read, Key extends QueryKey>(
  list: List,
  { place, first }: { place: NavigationItem; first?: string },
  { ask, View }: { ask: (input: Asked<List>) => FetchQueryOptions<Thing, Failure, Read, Key>; View: ComponentType },
) {
  return async function ListRoute({ searchParams }: { searchParams: Params }) {
    const params = await paramsOf(searchParams)
    return openPage(place, async ({ tenant }) => {
      const around = { ...tenant, first }
      await serverQueryClient().prefetchQuery(ask(askedAt(list, addressAt(list, params, around), around)))
      return <View />
    })
  }
}

type Asked<List extends AnyList> = ReturnType<typeof askedAt<List>>

/** What the address names, and what reads it. */
type Named<Names, Thing, Failure, Read, Key extends QueryKey> = (
  names: Names,
) => FetchQueryOptions<Thing, Failure, Read, Key>

/** The page of one thing. Its view is told what the address names it by. */
export function thingPage<Names extends object, Thing, Failure, Read, Key extends QueryKey>(
  place: NavigationItem,
  ask: Named<Names, Thing, Failure, Read, Key>,
  { title, View }: { title: (thing: Read) => string; View: ComponentType<Names> },
) {
  return {
    async generateMetadata({ params }: { params: Promise<Names> }): Promise<Metadata> {
      return { title: title(await fetchNamed(ask(await params))) }
    },
    async ThingRoute({ params }: { params: Promise<Names> }) {
      const names = await params
      return openPage(place, async () => {
        await fetchNamed(ask(names))
        return <View {...names} />
      })
    },
  }
}

/**
 * The layout around a page that shows its frame at once: by then the answer has begun with 200, so a browser that
 * loads the address as a document is told here that nothing is there. Within the console nobody waits for it.
 */
export function thingLayout<Names, Thing, Failure, Read, Key extends QueryKey>(
  place: NavigationItem,
  ask: Named<Names, Thing, Failure, Read, Key>,
) {
  return async function Known({ params, children }: { params: Promise<Names>; children: ReactNode }) {
    const { permissions } = await requireMe()
    const isDocument = (await headers()).get('sec-fetch-dest') !== 'empty'
    if (permissions.includes(place.permission) && isDocument) await fetchNamed(ask(await params))
    return children
  }
}
