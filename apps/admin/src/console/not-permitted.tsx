import { permissions } from '@mainstay/domain/access/permission'
import type { NavigationItem } from '@/nouns/noun.ts'
import { StateBlock } from '@/ui/states.tsx'
import { Page } from './page.tsx'

/** In the place of a page the person has no right to read. */
export function NotPermitted({ place: { group, title, permission } }: { place: NavigationItem }) {
  return (
    <Page crumbs={[{ label: group }, { label: title }]}>
      <StateBlock shape="locked" title={`${title} is closed to you`} headingLevel={1}>
        Your roles do not hold the right it needs: {permissions[permission].words.toLowerCase()}. An administrator can
        grant it.
      </StateBlock>
    </Page>
  )
}
