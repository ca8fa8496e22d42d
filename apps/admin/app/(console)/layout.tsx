import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { KeysProvider } from '@/console/keys.tsx'
import { SessionProvider } from '@/console/session.tsx'
import { Shell } from '@/console/shell.tsx'
import { Live } from '@/live/live.tsx'
import { Prefetched, requireMe, serverApi, serverQueryClient } from '@/trpc/server.tsx'
import { MomentProvider } from '@/ui/now.tsx'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const me = await requireMe()
  if (me.permissions.includes('workItem.read')) {
    await serverQueryClient().prefetchQuery(serverApi().workItem.counts.queryOptions())
  }
  return (
    <SessionProvider me={me}>
      <MomentProvider start={new Date()} timeZone={me.tenant.timeZone}>
        <NuqsAdapter>
          <KeysProvider>
            <Prefetched>
              <Shell>{children}</Shell>
              <Live />
            </Prefetched>
          </KeysProvider>
        </NuqsAdapter>
      </MomentProvider>
    </SessionProvider>
  )
}
