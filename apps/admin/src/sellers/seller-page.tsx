'use client'
import { movesFrom } from '@mainstay/domain/lifecycle/lifecycle'
import { type SellerMove, sellerLifecycle } from '@mainstay/domain/seller/lifecycle'
import { MoveSeller, MoveSellerWithReason, moveSeller, type Seller } from '@mainstay/domain/seller/seller'
import { useSuspenseQuery } from '@tanstack/react-query'
import { type Action, useAction } from '@/console/action.tsx'
import { useCommand } from '@/console/command.tsx'
import { DetailPage } from '@/console/detail-page.tsx'
import { refusedBy } from '@/console/refusal-words.ts'
import { useMe } from '@/console/session.tsx'
import { StatePill } from '@/console/state.tsx'
import { Timeline } from '@/console/timeline.tsx'
import { timelineEntry } from '@/console/timeline-words.tsx'
import { sellers } from '@/nouns/seller.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { Note } from '@/ui/note.tsx'
import { Time, useMoment } from '@/ui/now.tsx'
import type { FactList } from '@/ui/page-header.tsx'
import { Section } from '@/ui/section.tsx'
import { None } from '@/ui/table.tsx'
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
          <Timeline entries={seller.history.map((event) => timelineEntry(event, member.name))} />
        </Section>
      }
    >
      <Requirements requirements={seller.requirements} />
    </DetailPage>
  )
}

/** Only what can be done from here; the lifecycle knows. */
function useMoves(seller: Seller): Action[] {
  const all: Record<Exclude<SellerMove, 'create'>, Action> = {
    submit: useMove(seller, 'submit'),
    review: useMove(seller, 'review'),
    approve: useMove(seller, 'approve'),
    requestInfo: useMove(seller, 'requestInfo'),
    reject: useMove(seller, 'reject'),
    resume: useMove(seller, 'resume'),
    pause: useMove(seller, 'pause'),
    restrict: useMove(seller, 'restrict'),
    suspend: useMove(seller, 'suspend'),
    reinstate: useMove(seller, 'reinstate'),
    terminate: useMove(seller, 'terminate'),
  }
  return movesFrom(sellerLifecycle, seller.status).flatMap((move) => (move === 'create' ? [] : all[move]))
}

function useMove(seller: Seller, move: Exclude<SellerMove, 'create'>): Action {
  const { label, keys, says, hint, done, danger } = sellers.moves[move]
  const { member } = useMe()
  const { now } = useMoment()
  const { id: sellerId, version } = seller
  const isPossible = movesFrom(sellerLifecycle, seller.status).includes(move)
  const needsReason = sellerLifecycle.moves[move].reason === 'required'
  const resume = useCommand(useTRPC().seller.resume.mutationOptions(), { done: () => sellers.moves.resume.done })
  const isNext = move === 'submit' || move === 'review' || move === 'approve'
  return useAction({
    procedure: useTRPC().seller[move].mutationOptions(),
    label,
    ...(isPossible && keys && { keys }),
    look: { variant: isNext ? 'primary' : 'quiet' },
    refusal: refusedBy(moveSeller(seller, member, { move, version, at: now })),
    asks:
      sellerLifecycle.moves[move].reason === undefined
        ? { sends: { sellerId, version } }
        : {
            title: `${label.replace('…', '')}: ${seller.name}`,
            description: says,
            schema: needsReason ? MoveSellerWithReason : MoveSeller,
            given: { sellerId, version },
            fields: [{ name: 'reason', label: needsReason ? 'Reason' : 'Note', ...(hint && { hint }) }],
            confirm: label.replace('…', ''),
            ...(danger && { danger }),
          },
    done: () => done,
    // Whoever was restricted before would come back without the restriction.
    undo:
      move === 'pause' && seller.status === 'active'
        ? (paused: Seller) => resume.mutate({ sellerId, version: paused.version })
        : undefined,
  })
}

function factsOf(seller: Seller): FactList {
  const text = (value: string | null) => value ?? <None />
  return [
    { label: 'Country', value: text(seller.country) },
    { label: 'Trade register', value: text(seller.registrationNumber) },
    { label: 'E-mail', value: text(seller.email) },
    { label: 'Handed in by', value: text(seller.submittedBy?.name ?? null) },
    { label: 'Decide by', value: seller.reviewDueAt ? <Time at={seller.reviewDueAt} /> : <None /> },
  ]
}
