import { Page } from '@/console/page.tsx'
import { orders } from '@/nouns/order.ts'
import { ButtonLink } from '@/ui/button.tsx'
import { StateBlock } from '@/ui/states.tsx'

export const metadata = { title: 'Not found' }

/** Inside the console: the places on the left stay where they are. */
export default function NotFound() {
  return (
    <Page crumbs={[{ label: 'Not found' }]}>
      <StateBlock
        shape="stopped"
        title="There is nothing at this address"
        headingLevel={1}
        actions={<ButtonLink href={orders.list()}>Open the orders</ButtonLink>}
      >
        It does not exist, or it belongs to a part of the marketplace that is closed to you.
      </StateBlock>
    </Page>
  )
}
