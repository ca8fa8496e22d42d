import type { Act } from '@mainstay/domain/command/act'

/** A write of a test: by nobody in particular and now, unless it says otherwise. */
export function writer(tenantId: string, act: Partial<Act> = {}): { tenantId: string; act: Act } {
  return { tenantId, act: { actor: { type: 'system', name: 'a test' }, at: new Date(), ...act } }
}
