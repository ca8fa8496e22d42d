import { paths } from '@/paths.ts'
import type { IconName } from '@/ui/icon.tsx'

export type Place = { title: string; href: string; icon: IconName; key: string; permission: string }
export type PlaceGroup = { title: string; places: readonly Place[] }

const groups: readonly PlaceGroup[] = [
  {
    title: 'Work',
    places: [
      { title: 'Work queue', href: paths.queue(), icon: 'queue', key: 'q', permission: 'workItem.read' },
      { title: 'Approvals', href: paths.approvals(), icon: 'approvals', key: 'r', permission: 'refund.read' },
    ],
  },
  {
    title: 'Trade',
    places: [{ title: 'Orders', href: paths.orders(), icon: 'cart', key: 'o', permission: 'purchase.read' }],
  },
  {
    title: 'Control',
    places: [{ title: 'Audit', href: paths.audit(), icon: 'audit', key: 'l', permission: 'audit.read' }],
  },
  {
    title: 'Platform',
    places: [
      { title: 'Runs', href: paths.runs(), icon: 'runs', key: 'w', permission: 'workflow.read' },
      { title: 'Imports', href: paths.imports(), icon: 'upload', key: 'i', permission: 'importRun.read' },
      { title: 'Quarantine', href: paths.webhooks(), icon: 'plug', key: 'h', permission: 'webhook.read' },
    ],
  },
]

/** The places these permissions open; a group without one is left out. */
export function placesFor(permissions: readonly string[]): PlaceGroup[] {
  return groups
    .map((group) => ({ ...group, places: group.places.filter((place) => permissions.includes(place.permission)) }))
    .filter((group) => group.places.length > 0)
}
