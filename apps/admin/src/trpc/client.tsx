'use client'
import type { AppRouter } from '@mainstay/api/router/router'
import { addressMax, isTooLongForAddress } from '@mainstay/client/long-query'
import { ownAnswers } from '@mainstay/client/own-answers'
import { transformer } from '@mainstay/client/transformer'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createTRPCClient, httpBatchLink, httpLink, type Operation, splitLink } from '@trpc/client'
import { createTRPCContext } from '@trpc/tanstack-react-query'
import { type ReactNode, useState } from 'react'
import { makeQueryClient } from './query-client.ts'
import { signedOut } from './signed-out.ts'

const { TRPCProvider, useTRPC } = createTRPCContext<AppRouter>()

export { useTRPC }

let inBrowser: QueryClient | undefined

/** One client in the browser; a fresh one per request on the server, so nothing crosses between people. */
function queryClient(): QueryClient {
  if (typeof window === 'undefined') return makeQueryClient({ onSignedOut: () => {} })
  inBrowser ??= makeQueryClient({ onSignedOut: signedOut.happened })
  return inBrowser
}

const toApi = { url: '/api/trpc', transformer, fetch: ownAnswers((...asked) => fetch(...asked)) } as const

/** For a mutation's options: a repeated call with the same key is answered as the first was, and done once. */
export function onceWith(key: string): { trpc: { context: { idempotencyKey: string } } } {
  return { trpc: { context: { idempotencyKey: key } } }
}

function keyOf({ context }: Operation): string | undefined {
  return typeof context.idempotencyKey === 'string' ? context.idempotencyKey : undefined
}

export function ApiProvider({ children }: { children: ReactNode }) {
  const client = queryClient()
  const [trpcClient] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        // A key belongs to one call, and a batch has one set of headers.
        splitLink({
          condition: (op) => keyOf(op) !== undefined,
          true: httpLink({ ...toApi, headers: ({ op }) => ({ 'idempotency-key': keyOf(op) }) }),
          false: splitLink({
            condition: isTooLongForAddress,
            true: httpLink({ ...toApi, methodOverride: 'POST' }),
            false: httpBatchLink({ ...toApi, maxItems: 10, maxURLLength: addressMax }),
          }),
        }),
      ],
    }),
  )
  return (
    <QueryClientProvider client={client}>
      <TRPCProvider trpcClient={trpcClient} queryClient={client}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  )
}
