'use client'
import { countryName } from '@mainstay/domain/address/country'
import { sellerLifecycle } from '@mainstay/domain/seller/lifecycle'
import { MoveSeller, moveSeller, type Seller } from '@mainstay/domain/seller/seller'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { Action } from '@/console/action.tsx'
import { useCommand } from '@/console/command.tsx'
import { DetailPage } from '@/console/detail-page.tsx'
import type { FactList } from '@/console/facts.tsx'
import { useMove, useMovesFrom } from '@/console/move.ts'
import { refusedBy } from '@/console/refusal-words.ts'
import { useMe } from '@/console/session.tsx'
import { StatePill } from '@/console/state.tsx'
import { Timeline } from '@/console/timeline.tsx'
import { timelineEntry } from '@/console/timeline-words.tsx'
import { sellers } from '@/nouns/seller.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { Note } from '@/ui/note.tsx'
import { useMoment } from '@/ui/now.tsx'
import { Section } from '@/ui/section.tsx'
import { Requirements } from './requirements.tsx'

/** One seller: who they are, what they bring, and what can become of them next. */
export function SellerPage({ sellerId }: { sellerId: string }) {
  const { data: seller } = useSuspenseQuery(useTRPC().seller.get.queryOptions({ sellerId }))
  const { member } = useMe()
  return (
    <DetailPage
      place={sellers.place}
      name={seller.name}
      copies={seller.id}
      pills={<StatePill look={sellers.look[seller.status]} />}
      facts={factsOf(seller)}
      actions={useMoves(seller)}
      notes={
        seller.reason !== null && (
          <div className="px-(--gutter) pb-4">
            <Note shape={sellers.look[seller.status].shape} title={sellers.look[seller.status].words}>
              {seller.reason}
            </Note>
          </div>
        )
      }
      rail={
        <Section title="History">
          {seller.history.length === 0 && <p className="text-text-2">Nothing has happened to them here.</p>}
          <Timeline entries={seller.history.map((event) => timelineEntry(event, member.name))} />
        </Section>
      }
    >
      <Requirements seller={seller} />
    </DetailPage>
  )
}

/** Only what can be done from here; the lifecycle knows. */
function useMoves(seller: Seller): Action[] {
  const { member } = useMe()
  const { now } = useMoment()
  const api = useTRPC().seller
  const { id: sellerId, version } = seller
  const resume = useCommand(api.resume.mutationOptions(), { done: () => sellers.moves.resume.done })
  return useMovesFrom(sellerLifecycle, seller.status, {
    words: sellers.moves,
    useOne: (move, words) =>
      useMove({
        procedure: api[move].mutationOptions(),
        words,
        reason: sellerLifecycle.moves[move].reason,
        title: `${words.label.replace('…', '')}: ${seller.name}`,
        schema: MoveSeller[move],
        given: { sellerId, version },
        variant: move === 'submit' || move === 'review' || move === 'approve' ? 'primary' : 'quiet',
        at: seller,
        refusal: refusedBy(moveSeller(seller, member, { move, version, at: now })),
        // Whoever was restricted before would come back without the restriction.
        undo:
          move === 'pause' && seller.status === 'active'
            ? (paused: Seller) => resume.mutate({ sellerId, version: paused.version })
            : undefined,
      }),
  })
}

function factsOf(seller: Seller): FactList {
  return [
    { label: 'Country', value: seller.country && countryName(seller.country) },
    { label: 'Trade register', value: seller.registrationNumber },
    { label: 'E-mail', value: seller.email },
    { label: 'Handed in by', value: seller.submittedBy?.name },
    { label: 'Decide by', value: seller.reviewDueAt },
  ]
}
