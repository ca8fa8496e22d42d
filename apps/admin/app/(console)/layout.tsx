import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { KeysProvider } from '@/console/keys.tsx'
import { SessionProvider } from '@/console/session.tsx'
import { Shell } from '@/console/shell.tsx'
import { requireMe } from '@/trpc/server.tsx'
import { MomentProvider } from '@/ui/now.tsx'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const me = await requireMe()
  return (
    <SessionProvider me={me}>
      <MomentProvider start={new Date()} timeZone={me.tenant.timeZone}>
        <NuqsAdapter>
          <KeysProvider>
            <Shell>{children}</Shell>
          </KeysProvider>
        </NuqsAdapter>
      </MomentProvider>
    </SessionProvider>
  )
}
