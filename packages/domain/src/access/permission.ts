/**
 * Everything that can be permitted. A key is the path of the procedure it opens; the reads of a noun share `noun.read`.
 * `limited` permissions are held up to an amount per currency, and a grant without an amount releases nothing.
 * What is asked `everywhere` is of the whole marketplace and not of one seller: held over all of it, or not at all.
 */
export const permissions = {
  'approval.read': { words: 'See what waits for a second person', place: 'everywhere' },
  'audit.read': { words: 'Read the audit log', place: 'everywhere' },
  'catalogue.read': { words: 'Read offers on sale' },
  'importRun.read': { words: 'See imports of order history', place: 'everywhere' },
  'ledger.read': { words: 'Read the ledger and explain an order', place: 'everywhere' },
  'order.read': { words: "Read sellers' orders" },
  'purchase.cancel': { words: 'Cancel a purchase that is not paid yet', place: 'everywhere' },
  'purchase.place': { words: 'Place a purchase for a buyer' },
  'purchase.quote': { words: 'Price a basket' },
  'purchase.read': { words: 'Read purchases' },
  'refund.approve': { words: 'Release a refund asked for by someone else', limited: true },
  'refund.deny': { words: 'Turn a refund down' },
  'refund.read': { words: 'Read refunds and preview their effect' },
  'refund.request': { words: 'Ask for a refund' },
  'savedView.delete': { words: 'Delete a view of a list' },
  'savedView.read': { words: 'See views of lists that were kept' },
  'savedView.rename': { words: 'Give a view of a list another name' },
  'savedView.save': { words: 'Keep a view of a list' },
  'savedView.share': { words: 'Show a view of a list to all colleagues', place: 'everywhere' },
  'seller.approve': { words: 'Take a seller on' },
  'seller.create': { words: 'Put a seller forward', place: 'everywhere' },
  'seller.pause': { words: 'Pause a seller' },
  'seller.read': { words: 'See sellers and their documents' },
  'seller.reinstate': { words: 'Lift the suspension of a seller' },
  'seller.reject': { words: 'Turn a seller down' },
  'seller.requestInfo': { words: 'Ask a seller for more' },
  'seller.restrict': { words: 'Restrict a seller' },
  'seller.resume': { words: 'Let a paused or restricted seller sell again' },
  'seller.review': { words: 'Begin the review of a seller' },
  'seller.submit': { words: 'Hand a seller in for review' },
  'seller.suspend': { words: 'Suspend a seller' },
  'seller.terminate': { words: 'End the contract with a seller' },
  'sellerRequirement.accept': { words: 'Accept a document of a seller' },
  'sellerRequirement.reject': { words: 'Reject a document of a seller' },
  'sellerRequirement.submit': { words: 'Hand in a document for a seller' },
  'sellerRequirement.waive': { words: 'Waive a document of a seller' },
  'tenantSetting.change': { words: 'Change what the marketplace chose for itself', place: 'everywhere' },
  'tenantSetting.read': { words: 'See what the marketplace chose for itself', place: 'everywhere' },
  'webhook.dismiss': { words: 'Close a message of a provider that needs nothing more', place: 'everywhere' },
  'webhook.read': { words: 'See messages of providers that could not be placed', place: 'everywhere' },
  'webhook.retry': { words: 'Place a message of a provider again', place: 'everywhere' },
  'workItem.assign': { words: 'Give a work item to a colleague', place: 'everywhere' },
  'workItem.claim': { words: 'Take a work item', place: 'everywhere' },
  'workItem.comment': { words: 'Comment on a work item', place: 'everywhere' },
  'workItem.read': { words: 'See the work queue', place: 'everywhere' },
  'workItem.release': { words: 'Let go of a work item', place: 'everywhere' },
  'workItem.resolve': { words: 'Close a work item with a reason', place: 'everywhere' },
  'workItem.snooze': { words: 'Put a work item aside for a while', place: 'everywhere' },
  'workflow.read': { words: 'See workflow runs', place: 'everywhere' },
  'workflow.retry': { words: 'Retry a held workflow run', place: 'everywhere' },
} as const satisfies Record<`${string}.${string}`, { words: string; limited?: true; place?: 'everywhere' }>

export type Permission = keyof typeof permissions

export const permissionKeys = Object.keys(permissions).sort() as Permission[]

export function isPermission(key: string): key is Permission {
  return key in permissions
}

export function isAskedEverywhere(permission: Permission): boolean {
  return 'place' in permissions[permission]
}
