import type { RequirementMove, RequirementStatus, SellerMove, SellerStatus } from '@mainstay/domain/seller/lifecycle'
import type { RequirementRefusal, requirementKinds, SellerRefusal } from '@mainstay/domain/seller/seller'
import { address, type Query } from '@/address.ts'
import type { MoveWords, NavigationItem, RefusalWords, StateLook } from './noun.ts'

const place: NavigationItem = {
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

const moves: Record<Exclude<SellerMove, 'create'>, MoveWords> = {
  submit: {
    label: 'Hand in…',
    keys: 's',
    says: 'Somebody else looks at it within three days.',
    done: 'Handed in for review.',
  },
  review: { label: 'Begin review', keys: 'b', says: 'Others see that you look at it.', done: 'In review.' },
  approve: { label: 'Take on…', keys: 'a', says: 'Their offers can be bought from now on.', done: 'Taken on.' },
  requestInfo: {
    label: 'Ask for more…',
    keys: 'm',
    says: 'It waits until it is handed in again.',
    hint: 'What is missing, in words for the seller.',
    done: 'Asked for more.',
  },
  reject: { label: 'Turn down…', keys: 'd', says: 'This cannot be taken back.', done: 'Turned down.', danger: true },
  resume: { label: 'Let sell again…', keys: 'r', says: 'Their offers can be bought again.', done: 'They sell again.' },
  pause: {
    label: 'Pause…',
    keys: 'p',
    says: 'Nothing of theirs is on sale until they resume. Orders that are placed go on.',
    done: 'Paused.',
  },
  restrict: {
    label: 'Restrict…',
    keys: 'x',
    says: 'Nothing of theirs is on sale until this is lifted. Orders that are placed go on.',
    done: 'Restricted.',
  },
  suspend: {
    label: 'Suspend…',
    keys: 'u',
    says: 'Nothing of theirs can be bought. Orders that are placed go on.',
    done: 'Suspended.',
    danger: true,
  },
  reinstate: {
    label: 'Lift suspension…',
    keys: 'l',
    says: 'Their offers can be bought again.',
    done: 'The suspension is lifted.',
  },
  terminate: {
    label: 'Terminate…',
    keys: 't',
    says: 'The contract ends. This cannot be taken back.',
    done: 'Terminated.',
    danger: true,
  },
}

const requirementMoves: Record<RequirementMove, MoveWords> = {
  submit: {
    label: 'File…',
    says: 'It waits for somebody to look at it.',
    hint: 'The number or the link it is filed under.',
    done: 'Filed.',
  },
  accept: { label: 'Accept', says: '', done: 'Accepted.' },
  reject: { label: 'Reject…', says: 'The seller brings another.', hint: 'What is wrong with it.', done: 'Rejected.' },
  waive: { label: 'Waive…', says: 'The seller is taken on without it.', done: 'Waived.' },
}

/** What somebody did, as a timeline says it; of a document, before its name. */
const deeds: Record<`seller.${SellerMove}` | `sellerRequirement.${RequirementMove}`, string> = {
  'seller.create': 'put the seller forward',
  'seller.submit': 'handed the seller in for review',
  'seller.review': 'began the review',
  'seller.requestInfo': 'asked the seller for more',
  'seller.approve': 'took the seller on',
  'seller.reject': 'turned the seller down',
  'seller.pause': 'paused the seller',
  'seller.restrict': 'restricted the seller',
  'seller.resume': 'let the seller sell again',
  'seller.suspend': 'suspended the seller',
  'seller.reinstate': 'lifted the suspension',
  'seller.terminate': 'ended the contract',
  'sellerRequirement.submit': 'filed',
  'sellerRequirement.accept': 'accepted',
  'sellerRequirement.reject': 'rejected',
  'sellerRequirement.waive': 'waived',
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

/** The views of the list that are tabs, in their order. */
const views = { all: 'All', review: 'To review', active: 'Selling', stopped: 'Not selling' }

const empty = {
  all: { title: 'No seller yet', text: 'Put one forward, or import the orders of another shop.' },
  review: {
    shape: 'done',
    title: 'No seller waits for a review',
    text: 'Who is handed in stands here until somebody takes them on, asks for more or turns them down.',
  },
  active: { title: 'Nobody sells yet', text: 'A seller stands here once somebody has taken them on.' },
  stopped: {
    shape: 'done',
    title: 'Everybody sells',
    text: 'Who is paused, restricted, suspended or gone stands here.',
  },
  filtered: {
    title: 'No seller fits',
    text: 'A search looks in names, e-mail addresses and register numbers; every word has to be found. Filters add up.',
  },
} as const

export const sellers = {
  place,
  searched: 'Name, e-mail or register number',
  list: (query?: Query) => address(place.href, query),
  href: (id: string) => `${place.href}/${id}`,
  look,
  moves,
  deeds,
  requirementLook,
  requirementMoves,
  requirementWords: (kind: string) => requirementWords[kind as keyof typeof requirementWords] ?? kind,
  refusals,
  views,
  empty,
}
