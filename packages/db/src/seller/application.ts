import {
  type RequirementMove,
  requirementLifecycle,
  type SellerMove,
  sellerLifecycle,
} from '@mainstay/domain/seller/lifecycle'
import {
  type CreateSeller,
  requirementKinds,
  type Seller,
  type SellerRequirement,
} from '@mainstay/domain/seller/seller'
import { v7 } from 'uuid'
import type { OrgUnit } from '../access/org-unit.ts'
import { listTimeline } from '../audit/timeline.ts'
import { recordMove, saveMove } from '../command/move.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { rowsInto } from '../postgres/insert-rows.ts'
import { found } from '../postgres/not-found.ts'
import { openWorkItem, settleWorkItem } from '../work-item/work-item.ts'
import { sellerQuery } from './list.ts'
import { insertSeller } from './seller.ts'

export type StoredSeller = Omit<Seller, 'history'>

/** How a seller's moves are written. */
const sellers = {
  lifecycle: sellerLifecycle,
  table: 'seller',
  columnsOf: (seller: StoredSeller) => ({
    submitted_by: seller.submittedBy?.id ?? null,
    submitted_by_name: seller.submittedBy?.name ?? null,
    submitted_at: seller.submittedAt,
    review_due_at: seller.reviewDueAt,
    reason: seller.reason,
  }),
  labelOf: (seller: StoredSeller) => ({ label: seller.name }),
  dataOf: ({ name, status }: StoredSeller) => ({ name, status }),
} as const

type OfSeller = SellerRequirement & { sellerId: string; sellerName: string }

const requirements = {
  lifecycle: requirementLifecycle,
  table: 'seller_requirement',
  columnsOf: ({ document, reason, decidedBy, decidedAt }: OfSeller) => ({
    document,
    reason,
    decided_by: decidedBy?.id ?? null,
    decided_by_name: decidedBy?.name ?? null,
    decided_at: decidedAt,
  }),
  labelOf: ({ sellerName, kind }: OfSeller) => ({ label: `${sellerName}: ${kind}` }),
  dataOf: ({ sellerId, kind, status }: OfSeller) => ({ sellerId, kind, status }),
} as const

/** Throws NotFound. */
export async function getSeller(tx: ReadTx, sellerId: string): Promise<Seller> {
  const seller = await findStored(tx, sellerId)
  const subjectIds = [sellerId, ...seller.requirements.map(({ id }) => id)]
  return { ...seller, history: await listTimeline(tx, { subjectIds }) }
}

async function findStored(tx: ReadTx, sellerId: string): Promise<StoredSeller> {
  const [row, brought] = await Promise.all([
    sellerQuery(tx)
      .select([
        'org_unit.path',
        'seller.email',
        'seller.registration_number as registrationNumber',
        'seller.submitted_by',
        'seller.submitted_by_name',
        'seller.submitted_at as submittedAt',
        'seller.reason',
      ])
      .where('seller.id', '=', sellerId)
      .executeTakeFirst(),
    requirementQuery(tx).where('seller_id', '=', sellerId).orderBy('created_at').orderBy('kind').execute(),
  ])
  const { submitted_by, submitted_by_name, ...known } = found('seller', row)
  return {
    ...known,
    submittedBy: submitted_by_name === null ? null : { id: submitted_by, name: submitted_by_name },
    requirements: brought.map(requirementFromRow),
  }
}

/** The seller under lock; their documents change under the same lock only. Throws NotFound. */
export async function lockSeller(tx: Tx, sellerId: string): Promise<StoredSeller> {
  const locked = tx.selectFrom('seller').select('id').where('tenant_id', '=', tx.tenantId).where('id', '=', sellerId)
  found('seller', await locked.forNoKeyUpdate().executeTakeFirst())
  return findStored(tx, sellerId)
}

/** The seller of a document, under lock, and the document. Throws NotFound. */
export async function lockRequirement(tx: Tx, requirementId: string) {
  const row = await tx
    .selectFrom('seller_requirement')
    .select('seller_id')
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', requirementId)
    .executeTakeFirst()
  const seller = await lockSeller(tx, found('requirement', row).seller_id)
  return {
    seller,
    requirement: found(
      'requirement',
      seller.requirements.find(({ id }) => id === requirementId),
    ),
  }
}

/** Puts a seller forward: a draft, an org unit for their people, and the list of what they have to bring. */
export async function createSeller(
  tx: Tx,
  asked: CreateSeller,
  operator: Pick<OrgUnit, 'id' | 'path'>,
): Promise<Seller> {
  const { name, ...about } = asked
  const { id } = await insertSeller(tx, { name, status: 'draft', parent: operator, about })
  await insertRequirements(
    tx,
    requirementKinds.map((kind) => ({ id: v7(), seller_id: id, kind, status: 'pending' })),
  )
  await recordMove(tx, sellers, { after: await findStored(tx, id), move: 'create' })
  return getSeller(tx, id)
}

type Decided<Row, Move> = { before: Row; after: Row; move: Move }

/** Stores a decided move; whoever has to decide next is asked, with a clock, until nobody has to any more. */
export async function saveSellerMove(tx: Tx, decided: Decided<StoredSeller, SellerMove>): Promise<StoredSeller> {
  const saved = await saveMove(tx, sellers, decided)
  const { id: subjectId, status, reviewDueAt } = saved
  if (decided.before.reviewDueAt === null && reviewDueAt !== null) await askForReview(tx, saved, reviewDueAt)
  if (reviewDueAt === null) {
    const resolution = { code: 'seller.decided', status } as const
    await settleWorkItem(tx, { kind: 'seller_review', subjectId, resolution })
  }
  return saved
}

export async function saveRequirementMove(
  tx: Tx,
  { id: sellerId, name: sellerName }: StoredSeller,
  { before, after, move }: Decided<SellerRequirement, RequirementMove>,
): Promise<void> {
  const of = { sellerId, sellerName }
  await saveMove(tx, requirements, { before: { ...before, ...of }, after: { ...after, ...of }, move })
}

function askForReview(tx: Tx, seller: StoredSeller, dueAt: Date): Promise<void> {
  return openWorkItem(tx, {
    kind: 'seller_review',
    subject: { type: 'seller', id: seller.id, label: seller.name },
    cause: { code: 'seller.submitted', by: tx.act.actor.name },
    dueAt,
  })
}

function requirementQuery(tx: ReadTx) {
  return tx
    .selectFrom('seller_requirement')
    .select(['id', 'kind', 'status', 'document', 'reason', 'decided_by', 'decided_by_name', 'decided_at', 'version'])
    .where('tenant_id', '=', tx.tenantId)
}

type RequirementRow = Awaited<ReturnType<ReturnType<typeof requirementQuery>['executeTakeFirstOrThrow']>>

function requirementFromRow({ decided_by, decided_by_name, decided_at, ...row }: RequirementRow): SellerRequirement {
  const decidedBy = decided_by_name === null ? null : { id: decided_by, name: decided_by_name }
  return { ...row, decidedBy, decidedAt: decided_at }
}

const insertRequirements = rowsInto('seller_requirement', {
  id: 'uuid',
  seller_id: 'uuid',
  kind: 'text',
  status: 'text',
})
