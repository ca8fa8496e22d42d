import type { ObjectChange } from '@mainstay/domain/command/object-change'

/** A query of the cache: the procedure, what was asked and what was answered. */
export type Asked = { path: string; input: unknown; answer: unknown }

/** The routers whose lists and counts hold objects of a type, also those that no answer names yet. */
const routersOf: Readonly<Record<string, readonly string[]>> = {
  import_run: ['importRun'],
  purchase: ['purchase', 'order'],
  refund: ['refund', 'approval'],
  seller: ['seller'],
  webhook: ['webhook'],
  work_item: ['workItem'],
  workflow_run: ['workflow'],
}

/** What sums up everything, or one thing without an id. */
const always: Readonly<Record<string, readonly string[]>> = { tenant: ['tenantSetting.get'] }

/** Whether the answer may be another one now: it names the object or its purchase, or is a list of its kind. */
export function isShownBy({ path, input, answer }: Asked, { type, id, purchaseId }: ObjectChange): boolean {
  const [router = '', procedure = ''] = path.split('.')
  if (router === 'overview' || always[type]?.includes(path)) return true
  const isOfKind = routersOf[type]?.includes(router) ?? false
  // Without an id it is any of them.
  if (isOfKind && (id === '' || /^(list|count)/.test(procedure))) return true
  const ids = [id, purchaseId ?? id]
  return names(input, ids) || names(answer, ids)
}

function names(value: unknown, ids: readonly string[]): boolean {
  if (typeof value === 'string') return ids.includes(value)
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some((each) => names(each, ids))
}
