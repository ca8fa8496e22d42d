import { getOperator } from '@mainstay/db/access/org-unit'
import { inTenant, type Tx } from '@mainstay/db/postgres/client'
import {
  createSeller,
  lockRequirement,
  lockSeller,
  saveRequirementMove,
  saveSellerMove,
} from '@mainstay/db/seller/application'
import { accepted } from '@mainstay/domain/command/decision'
import { moveRequirement, moveSeller } from '@mainstay/domain/seller/seller'
import type { PlannedMove } from './application-plan.ts'
import { type Colleague, findColleagues } from './colleagues.ts'
import type { DemoContext, DemoMarketplace } from './demo-context.ts'

/** Puts sellers forward and decides about them as the api does. */
export async function seedApplications({ rw, ro, now }: DemoContext, market: DemoMarketplace): Promise<void> {
  const colleague = await findColleagues(ro, market)
  const actAs = <R>(
    { by, hoursAgo, reason }: Pick<PlannedMove, 'by' | 'hoursAgo' | 'reason'>,
    fn: (tx: Tx) => Promise<R>,
  ) => {
    const act = { actor: colleague(by).actor, at: new Date(now.getTime() - hoursAgo * 3_600_000), reason }
    return inTenant(rw, { tenantId: market.tenant.id, act }, fn)
  }
  for (const { seller, moves, ...begun } of market.plan.applications) {
    const { id } = await actAs(begun, async (tx) => createSeller(tx, seller, await getOperator(tx)))
    for (const each of moves) await actAs(each, (tx) => move(tx, { sellerId: id, each, person: colleague(each.by) }))
  }
}

async function move(
  tx: Tx,
  { sellerId, each, person: { approver } }: { sellerId: string; each: PlannedMove; person: Colleague },
): Promise<void> {
  const { at, reason } = tx.act
  const before = await lockSeller(tx, sellerId)
  if (!('kind' in each)) {
    const asked = { move: each.move, version: before.version, at, ...(reason && { reason }) }
    await saveSellerMove(tx, { before, after: accepted(moveSeller(before, approver, asked)), move: each.move })
    return
  }
  const { id } = before.requirements.find(({ kind }) => kind === each.kind) ?? {}
  if (id === undefined) throw new Error(`no seller brings ${each.kind}`)
  const { requirement } = await lockRequirement(tx, id)
  const document = `DMS/${before.name.slice(0, 3).toUpperCase()}/${each.kind}`
  const asked = { move: each.move, version: requirement.version, at, document, ...(reason && { reason }) }
  const after = accepted(moveRequirement(requirement, approver, asked))
  await saveRequirementMove(tx, before, { before: requirement, after, move: each.move })
}
