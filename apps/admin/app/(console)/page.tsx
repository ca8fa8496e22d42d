import { redirect } from 'next/navigation'
import { navigationFor } from '@/console/navigation.ts'
import { Page } from '@/console/page.tsx'
import { requireMe } from '@/trpc/server.tsx'
import { StateBlock } from '@/ui/states.tsx'

export default async function StartPage() {
  const me = await requireMe()
  const first = navigationFor(me.permissions)[0]?.items[0]
  if (first !== undefined) redirect(first.href)
  return (
    <Page crumbs={[{ label: 'Mainstay' }]}>
      <StateBlock shape="locked" title="Nothing is open to you yet" headingLevel={1}>
        You are signed in to {me.tenant.name}, but no role has been granted to you. An administrator can grant one.
      </StateBlock>
    </Page>
  )
}
