'use client'
import { movesFrom } from '@mainstay/domain/lifecycle/lifecycle'
import { type RequirementMove, requirementLifecycle } from '@mainstay/domain/seller/lifecycle'
import {
  MoveRequirementWithReason,
  moveRequirement,
  type SellerRequirement,
  SubmitRequirement,
} from '@mainstay/domain/seller/seller'
import { type Action, ActionButton, useAction } from '@/console/action.tsx'
import { refusedBy } from '@/console/refusal-words.ts'
import { useMe } from '@/console/session.tsx'
import { State } from '@/console/state.tsx'
import { sellers } from '@/nouns/seller.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { Time, useMoment } from '@/ui/now.tsx'
import { Section } from '@/ui/section.tsx'
import { None } from '@/ui/table.tsx'

/** What the seller has to bring, each with what was said of it and what can be done with it now. */
export function Requirements({ requirements }: { requirements: readonly SellerRequirement[] }) {
  const open = requirements.filter(({ status }) => status !== 'accepted' && status !== 'waived').length
  return (
    <Section title="Documents" aside={open === 0 ? 'all in order' : `${open} of ${requirements.length} open`}>
      <ul className="grid gap-0">
        {requirements.map((requirement) => (
          <Requirement key={requirement.id} requirement={requirement} />
        ))}
      </ul>
    </Section>
  )
}

function Requirement({ requirement }: { requirement: SellerRequirement }) {
  const { kind, status, document, reason, decidedBy, decidedAt } = requirement
  const all: Record<RequirementMove, Action> = {
    submit: useMove(requirement, 'submit'),
    accept: useMove(requirement, 'accept'),
    reject: useMove(requirement, 'reject'),
    waive: useMove(requirement, 'waive'),
  }
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-t py-3 first:border-t-0">
      <div className="min-w-56 flex-1">
        <p className="font-medium">{sellers.requirementWords(kind)}</p>
        <p className="text-sm wrap-anywhere text-text-2">
          {document ?? <None />}
          {decidedBy && decidedAt && (
            <>
              {' · '}
              {decidedBy.name}, <Time at={decidedAt} />
            </>
          )}
          {reason && ` · ${reason}`}
        </p>
      </div>
      <State look={sellers.requirementLook[status]} />
      <span className="flex gap-2">
        {movesFrom(requirementLifecycle, status).map((move) => (
          <ActionButton key={move} action={all[move]} />
        ))}
      </span>
    </li>
  )
}

function useMove(requirement: SellerRequirement, move: RequirementMove): Action {
  const { label, says, hint, done } = sellers.requirementMoves[move]
  const { member } = useMe()
  const { now } = useMoment()
  const { id: requirementId, version, kind } = requirement
  const isFiled = move === 'submit'
  return useAction({
    procedure: useTRPC().sellerRequirement[move].mutationOptions(),
    label,
    look: { variant: 'quiet' },
    refusal: refusedBy(moveRequirement(requirement, member, { move, version, at: now })),
    asks:
      move === 'accept'
        ? { sends: { requirementId, version } }
        : {
            title: sellers.requirementWords(kind),
            description: says,
            schema: isFiled ? SubmitRequirement : MoveRequirementWithReason,
            given: { requirementId, version },
            fields: [
              {
                name: isFiled ? 'document' : 'reason',
                label: isFiled ? 'Where it is filed' : 'Reason',
                ...(hint && { hint }),
              },
            ],
            confirm: label.replace('…', ''),
          },
    done: () => done,
  })
}
