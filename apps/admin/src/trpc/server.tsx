import type { AppRouter } from '@mainstay/api/router/router'
import { addressMax } from '@mainstay/client/long-query'
import { transformer } from '@mainstay/client/transformer'
import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache, type ReactNode } from 'react'
import { signInAddress } from '@/address.ts'
import { lastSignInCookie } from '@/session/last-sign-in.ts'
import { apiAddress } from './api-address.ts'
import { askedBy } from './asked-by.ts'
import { makeQueryClient, statusOf } from './query-client.ts'

export const serverQueryClient = cache(() => makeQueryClient({ onSignedOut: () => {} }))

/** Queries as the person who asked for the page. Reads only: an answer's cookies are dropped here. */
export const serverApi = cache(() =>
  createTRPCOptionsProxy<AppRouter>({
    client: createTRPCClient<AppRouter>({
      links: [
        httpBatchLink({ url: `${apiAddress()}/trpc`, transformer, headers: readerHeaders, maxURLLength: addressMax }),
      ],
    }),
    queryClient: serverQueryClient,
  }),
)

async function readerHeaders(): Promise<Record<string, string>> {
  const asked = await headers()
  const jar = await cookies()
  const requestId = asked.get('x-request-id')
  return { ...askedBy(asked), cookie: jar.toString(), ...(requestId !== null && { 'x-request-id': requestId }) }
}

/** Who is signed in; without a session the page is left for the sign-in form and comes back after it. */
export const requireMe = cache(async () => {
  const found = await serverQueryClient()
    .fetchQuery(serverApi().session.me.queryOptions())
    .catch((error: unknown) => {
      if (statusOf(error) === 401) return undefined
      throw error
    })
  if (found !== undefined) return found
  // Who signed out was forgotten; whoever is known here had a session that ended.
  const ended = (await cookies()).has(lastSignInCookie)
  redirect(signInAddress((await headers()).get('x-address') ?? undefined, { ended }))
})

/** Hands what was fetched on the server to the browser's cache. */
export function Prefetched({ children }: { children: ReactNode }) {
  return <HydrationBoundary state={dehydrate(serverQueryClient())}>{children}</HydrationBoundary>
}
