import { Page } from '@/console/page.tsx'
import { overviewPlace } from '@/nouns/overview.ts'
import { OverviewPage } from '@/overview/overview-page.tsx'
import { Prefetched, requireMe, serverApi, serverQueryClient } from '@/trpc/server.tsx'
import { StateBlock } from '@/ui/states.tsx'

export const metadata = { title: overviewPlace.title }

export default async function StartPage() {
  const me = await requireMe()
  if (me.permissions.length === 0)
    return (
      <Page crumbs={[{ label: 'Mainstay' }]}>
        <StateBlock shape="locked" title="Nothing is open to you yet" headingLevel={1}>
          You are signed in to {me.tenant.name}, but no role has been granted to you. An administrator can grant one.
        </StateBlock>
      </Page>
    )
  await serverQueryClient().prefetchQuery(serverApi().overview.get.queryOptions())
  return (
    <Prefetched>
      <OverviewPage />
    </Prefetched>
  )
}
