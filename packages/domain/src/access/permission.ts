/**
 * Everything that can be permitted. A key is the path of the procedure it opens; the reads of a noun share `noun.read`.
 * `limited` permissions are held up to an amount per currency, and a grant without an amount releases nothing.
 */
export const permissions = {
  'approval.read': { words: 'See what waits for a second person' },
  'audit.read': { words: 'Read the audit log' },
  'catalogue.read': { words: 'Read offers on sale' },
  'importRun.read': { words: 'See imports of order history' },
  'ledger.read': { words: 'Read the ledger and explain an order' },
  'order.read': { words: "Read sellers' orders" },
  'purchase.cancel': { words: 'Cancel a purchase that is not paid yet' },
  'purchase.place': { words: 'Place a purchase for a buyer' },
  'purchase.quote': { words: 'Price a basket' },
  'purchase.read': { words: 'Read purchases' },
  'refund.approve': { words: 'Release a refund asked for by someone else', limited: true },
  'refund.deny': { words: 'Turn a refund down' },
  'refund.read': { words: 'Read refunds and preview their effect' },
  'refund.request': { words: 'Ask for a refund' },
  'tenantSetting.change': { words: 'Change what the marketplace chose for itself' },
  'tenantSetting.read': { words: 'See what the marketplace chose for itself' },
  'webhook.dismiss': { words: 'Close a message of a provider that needs nothing more' },
  'webhook.read': { words: 'See messages of providers that could not be placed' },
  'webhook.retry': { words: 'Place a message of a provider again' },
  'workItem.claim': { words: 'Take a work item' },
  'workItem.read': { words: 'See the work queue' },
  'workItem.resolve': { words: 'Close a work item with a reason' },
  'workflow.read': { words: 'See workflow runs' },
  'workflow.retry': { words: 'Retry a held workflow run' },
} as const satisfies Record<`${string}.${string}`, { words: string; limited?: true }>

export type Permission = keyof typeof permissions

export const permissionKeys = Object.keys(permissions).sort() as Permission[]

export function isPermission(key: string): key is Permission {
  return key in permissions
}
