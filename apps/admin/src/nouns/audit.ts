import { address, type Query } from '@/address.ts'
import type { Place } from './noun.ts'

const place: Place = {
  group: 'Control',
  title: 'Audit',
  href: '/audit',
  icon: 'audit',
  key: 'l',
  permission: 'audit.read',
}

export const audit = { place, list: (query?: Query) => address(place.href, query) }
