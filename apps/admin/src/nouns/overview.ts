import type { NavigationItem } from './noun.ts'

/** Open to everybody: each part of it is shown to who may see what it sums up. */
export const overviewPlace: Omit<NavigationItem, 'permission'> = {
  group: 'Work',
  title: 'Overview',
  href: '/',
  icon: 'overview',
  key: 'v',
}
