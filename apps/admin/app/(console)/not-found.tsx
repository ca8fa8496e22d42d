import { Page } from '@/console/page.tsx'
import { StateBlock } from '@/ui/states.tsx'

export default function NotFoundHere() {
  return (
    <Page crumbs={[{ label: 'Not found' }]}>
      <StateBlock shape="stopped" title="There is nothing at this address" headingLevel={1}>
        It does not exist, or it belongs to a part of the marketplace that is closed to you.
      </StateBlock>
    </Page>
  )
}
