import * as z from 'zod'
import { Country } from '../address/country.ts'
import { TimelineEvent } from '../audit/audit.ts'
import { accept, type Decision, refuse } from '../command/decision.ts'
import { Id } from '../command/id.ts'
import { decideMove, type MoveRefusal } from '../lifecycle/decide.ts'
import { moveInputs, moveShape } from '../lifecycle/input.ts'
import { search, someOf } from '../list/filter.ts'
import { listOf } from '../list/list.ts'
import { Email } from '../text/email.ts'
import { Line, OptionalLine } from '../text/text.ts'
import {
  type RequirementMove,
  RequirementStatus,
  requirementLifecycle,
  reviewDays,
  type SellerMove,
  SellerStatus,
  sellerLifecycle,
} from './lifecycle.ts'

/** What every seller has to bring before anybody can take them on. */
export const requirementKinds = ['register_extract', 'tax_certificate', 'identity', 'bank_account'] as const

const who = z.object({ id: Id.nullable(), name: z.string() })

export const CreateSeller = z.strictObject({
  name: Line({ max: 200, empty: 'Enter the name the seller trades under' }),
  email: Email,
  country: Country,
  registrationNumber: Line({ max: 60, empty: 'Enter the number in the trade register' }),
})
export type CreateSeller = z.infer<typeof CreateSeller>

export const GetSeller = z.strictObject({ sellerId: Id })

export const MoveSeller = moveInputs(sellerLifecycle, z.strictObject({ sellerId: Id, ...moveShape }))

const requirementMoves = moveInputs(
  requirementLifecycle,
  z.strictObject({
    requirementId: Id,
    ...moveShape,
    /** Where a document is filed: its number or its link. */
    document: OptionalLine({ max: 500 }).optional(),
  }),
)
export const MoveRequirement = {
  ...requirementMoves,
  submit: requirementMoves.submit.refine(({ document }) => document, {
    path: ['document'],
    error: 'Say where the document is filed: its number or its link',
  }),
}

export const sellerList = listOf('seller', {
  sorts: { createdAt: 'desc', name: 'asc' },
  filters: {
    query: search('Words of a name, an e-mail address or a register number; every one has to be found'),
    status: someOf('status', SellerStatus),
  },
  views: {
    all: {},
    review: { where: { status: ['submitted', 'in_review'] } },
    active: { where: { status: ['active'] } },
    stopped: { where: { status: ['paused', 'restricted', 'suspended', 'terminated'] } },
  },
})

export const SellerRequirement = z.object({
  id: Id,
  kind: z.string(),
  status: RequirementStatus,
  document: z.string().nullable(),
  reason: z.string().nullable(),
  decidedBy: who.nullable(),
  decidedAt: z.date().nullable(),
  version: z.int(),
})
export type SellerRequirement = z.infer<typeof SellerRequirement>

export const SellerSummary = z.object({
  id: Id,
  name: z.string(),
  status: SellerStatus,
  country: z.string().nullable(),
  /** Null while nobody has to decide. */
  reviewDueAt: z.date().nullable(),
  openRequirements: z.int(),
  createdAt: z.date(),
  version: z.int(),
})
export type SellerSummary = z.infer<typeof SellerSummary>

export const Seller = SellerSummary.extend({
  /** Where they hang in the tenant's tree: a grant that reaches it holds for them. */
  path: z.string(),
  email: z.string().nullable(),
  registrationNumber: z.string().nullable(),
  submittedBy: who.nullable(),
  submittedAt: z.date().nullable(),
  /** Why it is where it is, in the words of whoever put it there. */
  reason: z.string().nullable(),
  requirements: z.array(SellerRequirement),
  history: z.array(TimelineEvent),
})
export type Seller = z.infer<typeof Seller>

export type SellerRefusal =
  | MoveRefusal<'seller'>
  | { code: 'seller.own_application' }
  | { code: 'seller.requirements_open'; kinds: string[] }

type Movable = Pick<Seller, 'status' | 'version' | 'submittedBy' | 'submittedAt' | 'reviewDueAt' | 'reason'> & {
  requirements: readonly Pick<SellerRequirement, 'kind' | 'status'>[]
}
type Person = { id: string; name: string }
type Asked<Move> = { move: Move; version: number; at: Date; reason?: string }

/** Whether this person may move the seller so: the console asks it for the button, the api under the lock. */
export function moveSeller<S extends Movable>(
  seller: S,
  person: Person,
  { at, reason = '', ...asked }: Asked<SellerMove>,
): Decision<S, SellerRefusal> {
  const next = decideMove(sellerLifecycle, seller, asked)
  if (!next.ok) return next
  if (asked.move === 'approve') {
    // Who puts a seller forward does not take them on.
    if (seller.submittedBy?.id === person.id) return refuse({ code: 'seller.own_application' })
    const kinds = seller.requirements.filter(isOpen).map(({ kind }) => kind)
    if (kinds.length > 0) return refuse({ code: 'seller.requirements_open', kinds })
  }
  const isSubmitted = asked.move === 'submit'
  const dueAt = isSubmitted ? new Date(at.getTime() + reviewDays * 86_400_000) : seller.reviewDueAt
  return accept({
    ...seller,
    status: next.value,
    reason: reason || null,
    reviewDueAt: awaitsReview(next.value) ? dueAt : null,
    ...(isSubmitted && { submittedBy: { id: person.id, name: person.name }, submittedAt: at }),
  })
}

/** The seller has still to bring it, or somebody to look at it. */
function isOpen({ status }: Pick<SellerRequirement, 'status'>): boolean {
  return status !== 'accepted' && status !== 'waived'
}

/** A decision about the seller is waited for, so a clock runs. */
export function awaitsReview(status: SellerStatus): boolean {
  return status === 'submitted' || status === 'in_review'
}

export type RequirementRefusal = MoveRefusal<'sellerRequirement'>

export function moveRequirement<R extends SellerRequirement>(
  requirement: R,
  person: Person,
  { at, reason = '', document, ...asked }: Asked<RequirementMove> & { document?: string | undefined },
): Decision<R, RequirementRefusal> {
  const next = decideMove(requirementLifecycle, requirement, asked)
  if (!next.ok) return next
  const isDecided = asked.move !== 'submit'
  return accept({
    ...requirement,
    status: next.value,
    reason: reason || null,
    document: document ?? requirement.document,
    decidedBy: isDecided ? { id: person.id, name: person.name } : null,
    decidedAt: isDecided ? at : null,
  })
}
