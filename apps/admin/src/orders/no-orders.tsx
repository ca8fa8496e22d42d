import type { purchaseList } from '@mainstay/domain/purchase/purchase'
import { orders } from '@/nouns/order.ts'
import { ButtonLink } from '@/ui/button.tsx'
import { StateBlock } from '@/ui/states.tsx'

type View = keyof typeof purchaseList.views

const words: Record<View, { title: string; text: string }> = {
  all: {
    title: 'No order has been placed yet',
    text: 'The first one appears here when a shop places it, or an import brings it.',
  },
  to_accept: { title: 'Nothing waits to be accepted', text: 'A paid order appears here until its seller accepts it.' },
  late: { title: 'Nothing is late', text: 'An order appears here when its ship-by passes before it has left.' },
  on_hold: { title: 'Nothing is on hold', text: 'An order appears here while somebody keeps it from moving.' },
  unknown: {
    title: 'Every payment has a known outcome',
    text: 'A payment appears here when its provider gave no answer, and leaves when it did.',
  },
}

/** Empty because it is good, or because the filters leave nothing. */
export function NoOrders({ view, filtered }: { view: View; filtered: boolean }) {
  if (filtered) {
    return (
      <StateBlock
        shape="notStarted"
        title="No order fits these filters"
        actions={
          <ButtonLink href={view === 'all' ? orders.list() : orders.list({ view })}>Clear the filters</ButtonLink>
        }
      >
        A search finds the beginning of a number or of a buyer’s name. Filters add up: each one leaves less.
      </StateBlock>
    )
  }
  const { title, text } = words[view]
  return (
    <StateBlock shape={view === 'all' ? 'notStarted' : 'done'} title={title}>
      {text}
    </StateBlock>
  )
}
