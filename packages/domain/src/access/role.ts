import type { Permission } from './permission.ts'

type Role = { name: string; inherits: readonly RoleKey[]; permissions: readonly Permission[] }

export type RoleKey = 'viewer' | 'support' | 'finance' | 'engineer' | 'compliance' | 'administrator' | 'storefront'

/** What everybody does who works off the queue. */
const deskWork = [
  'workItem.assign',
  'workItem.claim',
  'workItem.comment',
  'workItem.release',
  'workItem.resolve',
  'workItem.snooze',
] as const satisfies Permission[]

/** The roles every tenant starts with. A role holds its own permissions and those of the roles it inherits. */
export const roles: Record<RoleKey, Role> = {
  viewer: {
    name: 'Viewer',
    inherits: [],
    permissions: [
      'approval.read',
      'order.read',
      'purchase.read',
      'refund.read',
      'seller.read',
      'workItem.read',
      'savedView.read',
      'savedView.save',
      'savedView.rename',
      'savedView.delete',
    ],
  },
  support: {
    name: 'Support',
    inherits: ['viewer'],
    permissions: [
      'savedView.share',
      'purchase.cancel',
      'refund.request',
      ...deskWork,
      'ledger.read',
      'seller.create',
      'seller.submit',
      'seller.pause',
      'seller.resume',
      'sellerRequirement.submit',
    ],
  },
  finance: {
    name: 'Finance',
    inherits: ['support'],
    permissions: ['refund.approve', 'refund.deny', 'importRun.read', 'workflow.read', 'webhook.read'],
  },
  engineer: {
    name: 'Engineer',
    inherits: ['viewer'],
    permissions: [
      'workflow.read',
      'workflow.retry',
      ...deskWork,
      'importRun.read',
      'webhook.dismiss',
      'webhook.read',
      'webhook.retry',
    ],
  },
  compliance: {
    name: 'Compliance',
    inherits: ['viewer'],
    permissions: [
      'audit.read',
      'ledger.read',
      'workflow.read',
      'importRun.read',
      'webhook.read',
      ...deskWork,
      'seller.review',
      'seller.requestInfo',
      'seller.approve',
      'seller.reject',
      'seller.restrict',
      'seller.resume',
      'seller.suspend',
      'seller.reinstate',
      'seller.terminate',
      'sellerRequirement.accept',
      'sellerRequirement.reject',
      'sellerRequirement.waive',
    ],
  },
  administrator: {
    name: 'Administrator',
    inherits: ['finance', 'engineer', 'compliance'],
    permissions: ['tenantSetting.change', 'tenantSetting.read'],
  },
  storefront: {
    name: 'Storefront',
    inherits: [],
    permissions: ['catalogue.read', 'purchase.quote', 'purchase.place', 'purchase.cancel', 'purchase.read'],
  },
}

/** Every permission a role carries, its own and inherited, sorted. */
export function permissionsOf(key: RoleKey): readonly Permission[] {
  return carried[key]
}

// Every request asks. A circle in the inheritance is a bug, and throws as soon as this is read.
const carried = Object.fromEntries(
  Object.keys(roles).map((key) => [key, collectPermissions(key as RoleKey, [])]),
) as Record<RoleKey, Permission[]>

function collectPermissions(key: RoleKey, seen: readonly RoleKey[]): Permission[] {
  if (seen.includes(key)) throw new Error(`roles inherit in a circle: ${[...seen, key].join(' > ')}`)
  const role = roles[key]
  const inherited = role.inherits.flatMap((parent) => collectPermissions(parent, [...seen, key]))
  return [...new Set([...role.permissions, ...inherited])].sort()
}

/** The roles that carry the permission, their own or inherited. */
export function rolesHolding(permission: Permission): RoleKey[] {
  return (Object.keys(roles) as RoleKey[]).filter((key) => permissionsOf(key).includes(permission))
}

export function isRoleKey(key: string): key is RoleKey {
  return key in roles
}
