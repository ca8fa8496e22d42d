import { address, type Query } from '@/address.ts'
import type { NavigationItem } from './noun.ts'

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

export const audit = { place, list: (query?: Query) => address(place.href, query), empty }
