import { type Permission, permissions } from '@mainstay/domain/access/permission'
import { StateBlock } from '@/ui/states.tsx'
import { Page } from './page.tsx'

/** In the place of a page the person has no right to read. */
export function ClosedPlace({ title, needs }: { title: string; needs: Permission }) {
  return (
    <Page crumbs={[{ label: title }]}>
      <StateBlock shape="locked" title={`${title} is closed to you`} headingLevel={1}>
        Your roles do not hold the right it needs: {permissions[needs].words.toLowerCase()}. An administrator can grant
        it.
      </StateBlock>
    </Page>
  )
}
