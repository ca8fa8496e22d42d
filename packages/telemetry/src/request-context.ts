import { AsyncLocalStorage } from 'node:async_hooks'

export type RequestContext = {
  requestId: string
  tenantId?: string
  actorId?: string
  procedure?: string
}

const storage = new AsyncLocalStorage<RequestContext>()

/** Everything awaited inside `work` logs with this context. */
export function runWithRequestContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work)
}

export function currentRequestContext(): RequestContext | undefined {
  return storage.getStore()
}

/** Adds what is learned later (tenant, actor) to the running request; does nothing outside of one. */
export function extendRequestContext(facts: Partial<RequestContext>): void {
  const context = storage.getStore()
  if (context) Object.assign(context, facts)
}
