import type { WebhookStatus } from '@mainstay/domain/webhook/lifecycle'
import type { WebhookReason, WebhookRefusal } from '@mainstay/domain/webhook/webhook'
import { address, type Query } from '@/address.ts'
import type { NavigationItem, RefusalWords, StateLook } from './noun.ts'

const place: NavigationItem = {
  group: 'Platform',
  title: 'Quarantine',
  href: '/webhooks',
  icon: 'plug',
  key: 'h',
  permission: 'webhook.read',
}

const look: Record<WebhookStatus, StateLook> = {
  held: { shape: 'waitsForPerson', words: 'Waits for a person' },
  not_ours: { shape: 'stopped', words: 'Not ours' },
  placed: { shape: 'done', words: 'Placed' },
  dismissed: { shape: 'stopped', words: 'Dismissed' },
}

/** It … */
const reasons: Record<WebhookReason, string> = {
  another_payment: 'names another payment than its own',
  no_tenant: 'names no tenant',
  unknown_tenant: 'names a tenant that is not ours',
  unknown_payment: 'names a payment that is not ours',
  no_provider_payment: 'names no payment of the provider',
  foreign_object: 'names an object that is not of its payment',
  unreadable_object: 'names no object we can read',
}

const refusals: RefusalWords<WebhookRefusal> = {
  'webhook.already_closed': { fact: 'This message is closed already.', wayOut: 'Reload the list to see how it ended.' },
  'webhook.unreadable': {
    fact: 'This message cannot be read, so it cannot be placed.',
    wayOut: 'Look the event up at the provider, then dismiss it here.',
  },
  'webhook.still_unplaced': (refusal) => ({
    fact: `It still ${reasons[refusal.reason]}.`,
    wayOut: 'Settle that first, or dismiss the message with a reason.',
  }),
}

/** The views of the list that are tabs, in their order. */
const views = { held: 'Waits for a person', not_ours: 'Not ours', closed: 'Closed' }

const empty = {
  held: {
    shape: 'done',
    title: 'No message waits',
    text: 'One that names no payment of ours, or another than its own, stands here until a person places or dismisses it.',
  },
  not_ours: {
    title: 'No message was about something else',
    text: 'What another product of the same account does is set aside here. Nobody has to look at it.',
  },
  closed: { title: 'No message has been closed', text: 'What people placed or dismissed is kept here for 90 days.' },
  filtered: { title: 'No message matches', text: 'Take a filter away.' },
} as const

export const webhooks = {
  place,
  list: (query?: Query) => address(place.href, query),
  href: (id: string) => `${place.href}/${id}`,
  look,
  reasons,
  refusals,
  views,
  empty,
}
