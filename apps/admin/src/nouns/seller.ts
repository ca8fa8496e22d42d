import type { RequirementStatus, SellerStatus } from '@mainstay/domain/seller/lifecycle'
import type { RequirementRefusal, requirementKinds, SellerRefusal } from '@mainstay/domain/seller/seller'
import { address, type Query } from '@/address.ts'
import type { Place, RefusalWords, StateLook } from './noun.ts'

const place: Place = {
  group: 'Trade',
  title: 'Sellers',
  href: '/sellers',
  icon: 'shop',
  key: 's',
  permission: 'seller.read',
}

const look: Record<SellerStatus, StateLook> = {
  draft: { shape: 'dot', words: 'Draft' },
  submitted: { shape: 'waitsForPerson', words: 'Waits for review' },
  in_review: { shape: 'inProgress', words: 'In review' },
  info_requested: { shape: 'attention', words: 'Asked for more' },
  rejected: { shape: 'stopped', words: 'Turned down' },
  active: { shape: 'done', words: 'Active' },
  paused: { shape: 'stopped', words: 'Paused' },
  restricted: { shape: 'attention', words: 'Restricted' },
  suspended: { shape: 'failed', words: 'Suspended' },
  terminated: { shape: 'stopped', words: 'Terminated' },
}

const requirementLook: Record<RequirementStatus, StateLook> = {
  pending: { shape: 'dot', words: 'Missing' },
  submitted: { shape: 'waitsForPerson', words: 'Waits for a look' },
  accepted: { shape: 'done', words: 'Accepted' },
  rejected: { shape: 'failed', words: 'Rejected' },
  waived: { shape: 'stopped', words: 'Waived' },
}

const requirementWords: Record<(typeof requirementKinds)[number], string> = {
  register_extract: 'Extract from the trade register',
  tax_certificate: 'Tax certificate',
  identity: 'Identity of who signs',
  bank_account: 'Proof of the bank account',
}

const stale = { fact: 'Somebody changed this since you opened it.', wayOut: 'Look at what changed, then decide again.' }

const refusals: RefusalWords<SellerRefusal | RequirementRefusal> = {
  'seller.changed': stale,
  'sellerRequirement.changed': stale,
  'seller.not_possible': ({ status }) => ({
    fact: `The seller is ${look[status as SellerStatus].words.toLowerCase()}.`,
    wayOut: 'From there it cannot be done.',
  }),
  'sellerRequirement.not_possible': ({ status }) => ({
    fact: `This document is ${requirementLook[status as RequirementStatus].words.toLowerCase()}.`,
    wayOut: 'From there it cannot be done.',
  }),
  'seller.own_application': {
    fact: 'You handed this seller in yourself.',
    wayOut: 'Who hands a seller in does not take them on: somebody else with the right decides.',
  },
  'seller.requirements_open': ({ kinds }) => ({
    fact: `${kinds.length} of the documents ${kinds.length === 1 ? 'is' : 'are'} neither accepted nor waived.`,
    wayOut: 'Decide about the documents first.',
  }),
}

export const sellers = {
  place,
  list: (query?: Query) => address(place.href, query),
  href: (id: string) => `${place.href}/${id}`,
  look,
  requirementLook,
  requirementWords: (kind: string) => requirementWords[kind as keyof typeof requirementWords] ?? kind,
  refusals,
}
