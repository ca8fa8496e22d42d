import type * as z from 'zod'
import { lifecycle } from '../lifecycle/lifecycle.ts'

/** Days a review may take before it is late. */
export const reviewDays = 3

export const sellerLifecycle = lifecycle('seller', {
  states: [
    'draft',
    'submitted',
    'in_review',
    'info_requested',
    'rejected',
    'active',
    'paused',
    'restricted',
    'suspended',
    'terminated',
  ],
  moves: {
    create: { to: 'draft', event: 'created' },
    submit: {
      from: ['draft', 'info_requested'],
      to: 'submitted',
      event: 'submitted',
      reason: 'optional',
      when: `late after ${reviewDays} days without a decision`,
    },
    review: { from: ['submitted'], to: 'in_review', event: 'review_started' },
    requestInfo: { from: ['in_review'], to: 'info_requested', event: 'info_requested', reason: 'required' },
    approve: { from: ['in_review'], to: 'active', event: 'approved', reason: 'optional', secondPerson: true },
    reject: { from: ['in_review'], to: 'rejected', event: 'rejected', reason: 'required' },
    pause: { from: ['active', 'restricted'], to: 'paused', event: 'paused', reason: 'required' },
    restrict: { from: ['active', 'paused'], to: 'restricted', event: 'restricted', reason: 'required' },
    resume: { from: ['paused', 'restricted'], to: 'active', event: 'resumed', reason: 'optional' },
    suspend: { from: ['active', 'paused', 'restricted'], to: 'suspended', event: 'suspended', reason: 'required' },
    reinstate: { from: ['suspended'], to: 'active', event: 'reinstated', reason: 'required' },
    terminate: { from: ['suspended'], to: 'terminated', event: 'terminated', reason: 'required' },
  },
})

export const SellerStatus = sellerLifecycle.State
export type SellerStatus = z.infer<typeof SellerStatus>
export type SellerMove = keyof typeof sellerLifecycle.moves

/** One document, or another proof, that a seller has to bring. */
export const requirementLifecycle = lifecycle('sellerRequirement', {
  states: ['pending', 'submitted', 'accepted', 'rejected', 'waived'],
  moves: {
    submit: { from: ['pending', 'rejected'], to: 'submitted', event: 'submitted' },
    accept: { from: ['submitted'], to: 'accepted', event: 'accepted' },
    reject: { from: ['submitted'], to: 'rejected', event: 'rejected', reason: 'required' },
    waive: { from: ['pending', 'submitted', 'rejected'], to: 'waived', event: 'waived', reason: 'required' },
  },
})

export const RequirementStatus = requirementLifecycle.State
export type RequirementStatus = z.infer<typeof RequirementStatus>
export type RequirementMove = keyof typeof requirementLifecycle.moves
