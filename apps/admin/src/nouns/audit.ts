import type { SystemReason } from '@mainstay/domain/audit/system-reason'
import { address, type Query } from '@/address.ts'
import { plainWords } from '@/console/vendor-words.ts'
import { type NavigationItem, wordsFor } from './noun.ts'

const place: NavigationItem = {
  group: 'Control',
  title: 'Audit',
  href: '/audit',
  icon: 'audit',
  key: 'l',
  permission: 'audit.read',
}

const empty = {
  all: { title: 'The log is empty', text: 'The first change anybody makes is written here.' },
  filtered: { title: 'No row matches', text: 'Nothing was changed that fits all of these filters. Take one away.' },
} as const

const systemReasons: Record<SystemReason, string> = {
  authorization_expired: 'the authorization has run out',
  canceled_at_provider: 'canceled at the provider',
  capture_refused: 'the provider refused the capture',
  not_decided_in_time: 'nobody decided in time',
  not_paid_in_time: 'not paid in time',
  stock_gone: 'the pieces held for it are gone',
  tenant_opened: 'works here since the marketplace was opened',
}

/** Why something was done: a person's words as they are, ours and a vendor's as staff know them. */
function reason(text: string, actorType: string): string {
  if (actorType === 'member' || actorType === 'api_key') return text
  return ownReason(text) ?? plainWords(text)
}

/** In words, where the reason is one of ours and not a person's. */
function ownReason(text: string): string | undefined {
  return wordsFor(systemReasons, text)
}

export const audit = { place, list: (query?: Query) => address(place.href, query), empty, reason, ownReason }
