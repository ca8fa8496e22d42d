import type { Report } from '@mainstay/db/payment/payment'
import type { WorkflowContext } from './engine/workflow.ts'
import type { Services } from './services.ts'

/** What a run says of itself when it records something now. For the inside of a commit, where the clock may be read. */
export function reportOf(ctx: WorkflowContext, services: Services): Report {
  return { actor: { type: 'system', name: 'Mainstay', runId: ctx.run.id }, at: services.clock(), runId: ctx.run.id }
}
