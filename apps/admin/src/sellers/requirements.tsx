'use client'
import { requirementLifecycle } from '@mainstay/domain/seller/lifecycle'
import { MoveRequirement, moveRequirement, type Seller, type SellerRequirement } from '@mainstay/domain/seller/seller'
import { type Action, ActionButton } from '@/console/action.tsx'
import { useMove, useMovesFrom } from '@/console/move.ts'
import { refusedBy } from '@/console/refusal-words.ts'
import { useMe } from '@/console/session.tsx'
import { State } from '@/console/state.tsx'
import { sellers } from '@/nouns/seller.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { Time, useMoment } from '@/ui/now.tsx'
import { Section } from '@/ui/section.tsx'

/** What the seller has to bring, each with what was said of it and what can be done with it now. */
export function Requirements({ seller }: { seller: Seller }) {
  const { requirements } = seller
  return (
    <Section title="Documents" aside={asideOf(requirements)}>
      {requirements.length === 0 && <p className="text-text-2">This seller came without an application.</p>}
      <ul className="grid gap-0">
        {requirements.map((requirement) => (
          <Requirement key={requirement.id} seller={seller} requirement={requirement} />
        ))}
      </ul>
    </Section>
  )
}

function asideOf(requirements: readonly SellerRequirement[]): string {
  const open = requirements.filter(({ status }) => status !== 'accepted' && status !== 'waived').length
  if (open > 0) return `${open} of ${requirements.length} open`
  return requirements.length === 0 ? 'none asked for' : 'all in order'
}

type RequirementOf = { seller: Seller; requirement: SellerRequirement }

function Requirement({ seller, requirement }: RequirementOf) {
  const { kind, status, document, reason, decidedBy, decidedAt } = requirement
  const moves = useMoves({ seller, requirement })
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-t py-3 first:border-t-0">
      <div className="min-w-56 flex-1">
        <p className="font-medium">{sellers.requirementWords(kind)}</p>
        <p className="text-sm wrap-anywhere text-text-2">
          {document}
          {decidedBy && decidedAt && (
            <>
              {document && ' · '}
              {decidedBy.name}, <Time at={decidedAt} />
            </>
          )}
          {reason && ` · ${reason}`}
        </p>
      </div>
      <State look={sellers.requirementLook[status]} />
      <span className="flex gap-2">
        {moves.map((action) => (
          <ActionButton key={action.label} action={action} />
        ))}
      </span>
    </li>
  )
}

function useMoves({ seller, requirement }: RequirementOf): Action[] {
  const { member } = useMe()
  const { now } = useMoment()
  const api = useTRPC().sellerRequirement
  const { id: requirementId, version, kind, status } = requirement
  return useMovesFrom(requirementLifecycle, status, {
    words: sellers.requirementMoves,
    useOne: (move, words) =>
      useMove({
        procedure: api[move].mutationOptions(),
        words,
        reason: requirementLifecycle.moves[move].reason,
        title: sellers.requirementWords(kind),
        schema: MoveRequirement[move],
        given: { requirementId, version },
        field: move === 'submit' ? { name: 'document', label: 'Where it is filed' } : undefined,
        variant: 'quiet',
        at: seller,
        refusal: refusedBy(moveRequirement(requirement, member, { move, version, at: now })),
      }),
  })
}
