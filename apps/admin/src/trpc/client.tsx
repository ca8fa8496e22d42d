'use client'
import type { AppRouter } from '@mainstay/api/router'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { createTRPCContext } from '@trpc/tanstack-react-query'
import { type ReactNode, useState } from 'react'
import superjson from 'superjson'
import { paths } from '@/paths.ts'
import { makeQueryClient } from './query-client.ts'

const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>()

export { useTRPC, useTRPCClient }

let inBrowser: QueryClient | undefined

/** One client in the browser; a fresh one per request on the server, so nothing crosses between people. */
function queryClient(): QueryClient {
  if (typeof window === 'undefined') return makeQueryClient({ onSignedOut: () => {} })
  inBrowser ??= makeQueryClient({ onSignedOut: leave })
  return inBrowser
}

function leave(): void {
  if (window.location.pathname === '/sign-in') return
  window.location.assign(paths.signIn(window.location.pathname + window.location.search))
}

export function ApiProvider({ children }: { children: ReactNode }) {
  const client = queryClient()
  const [trpcClient] = useState(() =>
    createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: '/api/trpc', transformer: superjson, maxItems: 10 })] }),
  )
  return (
    <QueryClientProvider client={client}>
      <TRPCProvider trpcClient={trpcClient} queryClient={client}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  )
}
