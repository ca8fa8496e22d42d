import { getOperator } from '@mainstay/db/access/org-unit'
import {
  createSeller,
  getSeller,
  lockRequirement,
  lockSeller,
  saveRequirementMove,
  saveSellerMove,
} from '@mainstay/db/seller/application'
import { sellers } from '@mainstay/db/seller/list'
import { accepted } from '@mainstay/domain/command/decision'
import type { RequirementMove, SellerMove } from '@mainstay/domain/seller/lifecycle'
import {
  CreateSeller,
  GetSeller,
  MoveRequirement,
  MoveSeller,
  moveRequirement,
  moveSeller,
  Seller,
  SellerSummary,
} from '@mainstay/domain/seller/seller'
import { listing } from '../http/listing.ts'
import { can, router } from '../http/trpc.ts'

export const seller = router({
  ...listing(sellers, {
    permission: 'seller.read',
    words: 'Sellers, newest first',
    path: '/sellers',
    item: SellerSummary,
  }),

  get: can('seller.read', {
    summary: 'A seller with what they bring and what happened',
    rest: { method: 'GET', path: '/sellers/{sellerId}' },
  })
    .input(GetSeller)
    .output(Seller)
    .query(({ ctx, input }) =>
      ctx.read(async (tx) => {
        const known = await getSeller(tx, input.sellerId)
        ctx.requireReach('seller.read', 'seller', known.path)
        return known
      }),
    ),

  create: can('seller.create', {
    summary: 'Put a seller forward',
    rest: { method: 'POST', path: '/sellers' },
    needsIdempotencyKey: true,
  })
    .input(CreateSeller)
    .output(Seller)
    .mutation(({ ctx, input }) => ctx.commit(async (tx) => createSeller(tx, input, await getOperator(tx)))),

  submit: move('submit', 'Hand a seller in for review'),
  review: move('review', 'Begin the review of a seller'),
  requestInfo: move('requestInfo', 'Ask a seller for more'),
  approve: move('approve', 'Take a seller on whom somebody else put forward'),
  reject: move('reject', 'Turn a seller down'),
  pause: move('pause', 'Pause a seller'),
  restrict: move('restrict', 'Restrict a seller'),
  resume: move('resume', 'Let a paused or restricted seller sell again'),
  suspend: move('suspend', 'Suspend a seller: nothing of theirs can be bought'),
  reinstate: move('reinstate', 'Lift the suspension of a seller'),
  terminate: move('terminate', 'End the contract with a suspended seller'),
})

export const sellerRequirement = router({
  submit: decide('submit', 'Hand in a document for a seller'),
  accept: decide('accept', 'Accept a document'),
  reject: decide('reject', 'Reject a document; the seller brings another'),
  waive: decide('waive', 'Do without a document'),
})

function move(name: SellerMove, summary: string) {
  const permission = `seller.${name}` as const
  return can(permission, { summary, rest: { method: 'POST', path: `/sellers/{sellerId}/${name}` } })
    .input(MoveSeller[name])
    .output(Seller)
    .mutation(({ ctx, input: { sellerId, version, reason } }) => {
      const person = ctx.requirePerson()
      return ctx.commit(
        async (tx) => {
          const before = await lockSeller(tx, sellerId)
          ctx.requireReach(permission, 'seller', before.path)
          const after = accepted(moveSeller(before, person, { move: name, version, reason, at: ctx.now }))
          await saveSellerMove(tx, { before, after, move: name })
          return getSeller(tx, sellerId)
        },
        { reason },
      )
    })
}

function decide(name: RequirementMove, summary: string) {
  const permission = `sellerRequirement.${name}` as const
  return can(permission, { summary, rest: { method: 'POST', path: `/seller-requirements/{requirementId}/${name}` } })
    .input(MoveRequirement[name])
    .output(Seller)
    .mutation(({ ctx, input: { requirementId, ...asked } }) => {
      const person = ctx.requirePerson()
      return ctx.commit(
        async (tx) => {
          const { seller, requirement: before } = await lockRequirement(tx, requirementId)
          ctx.requireReach(permission, 'requirement', seller.path)
          const after = accepted(moveRequirement(before, person, { move: name, at: ctx.now, ...asked }))
          await saveRequirementMove(tx, seller, { before, after, move: name })
          return getSeller(tx, seller.id)
        },
        { reason: asked.reason },
      )
    })
}
