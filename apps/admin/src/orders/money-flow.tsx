'use client'
import type { Explanation } from '@mainstay/domain/ledger/explanation'
import { formatAmount } from '@mainstay/domain/money/format'
import { money } from '@mainstay/domain/money/money'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Loaded } from '@/console/loaded.tsx'
import { Waterfall } from '@/console/waterfall.tsx'
import { stepWords } from '@/nouns/ledger.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { Button } from '@/ui/button.tsx'
import { Glyph } from '@/ui/glyph.tsx'
import { Note } from '@/ui/note.tsx'
import { Section } from '@/ui/section.tsx'
import { LedgerEntries } from './ledger-entries.tsx'

/** From what the buyer paid to what each seller is owed, computed from the postings alone. */
export function MoneyFlow({ purchaseId }: { purchaseId: string }) {
  const trpc = useTRPC()
  const [entriesShown, setEntriesShown] = useState(false)
  const found = useQuery(trpc.ledger.explain.queryOptions({ purchaseId }))
  const explained = found.data
  return (
    <Section
      flush
      title="Where the money went"
      aside={
        explained && (
          <span className="inline-flex items-center gap-1.5">
            <Glyph shape="ledger" />
            {explained.postingCount === 0
              ? 'Nothing is posted yet'
              : `From ${explained.postingCount} ledger postings, ${explained.currency}`}
          </span>
        )
      }
      actions={
        explained &&
        explained.entries.length > 0 && (
          <Button variant="quiet" aria-expanded={entriesShown} onClick={() => setEntriesShown(!entriesShown)}>
            {entriesShown ? 'Hide entries' : 'Show entries'}
          </Button>
        )
      }
    >
      <Loaded found={found} label="the money waterfall" className="px-(--gutter) pb-5">
        {(flow) => <Flow explained={flow} />}
      </Loaded>
      {entriesShown && explained && <LedgerEntries explained={explained} />}
    </Section>
  )
}

function Flow({ explained }: { explained: Explanation }) {
  return (
    <>
      {explained.difference !== 0 && (
        <Note shape="failed" title="The postings do not explain this order." className="mx-(--gutter) mb-3">
          {formatAmount(money(explained.difference, explained.currency))} {explained.currency} is missing between the
          steps. An engineer has to look at the books before anything is paid out.
        </Note>
      )}
      {explained.postingCount === 0 ? (
        <p className="px-(--gutter) pb-5 text-text-2">
          No money of this order is in the books. It appears here when the payment is captured.
        </p>
      ) : (
        <Tables explained={explained} />
      )}
    </>
  )
}

/** The way of the money, and who has a part in what is left of it. */
function Tables({ explained }: { explained: Explanation }) {
  const { currency } = explained
  const shared = { currency, parties: explained.orders.map(({ id, sellerName }) => ({ id, name: sellerName })) }
  return (
    <>
      <Waterfall
        {...shared}
        label="Money waterfall"
        caption="From what the buyer paid to what each seller is owed"
        heading="Step"
        steps={inWords(explained.steps)}
      />
      <h3 className="px-(--gutter) pt-5 pb-1">Where it is now</h3>
      <Waterfall
        {...shared}
        label="Money held"
        caption="What is held of the order, and who has a part in it"
        heading="Whose"
        steps={inWords(explained.holdings)}
      />
    </>
  )
}

function inWords(steps: Explanation['steps']) {
  return steps.map((step) => ({ ...step, ...stepWords(step.subject) }))
}
