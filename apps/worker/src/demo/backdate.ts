import type { RunnableWorkflow } from '@mainstay/workflows/engine/workflow'
import type { Services } from '@mainstay/workflows/services'

/** What is different for one backdated run: when it began, and what it could not reach. */
export type Backdated = { beganAt: Date; without?: (services: Services) => Services }

/** Backdated by run id; a run without any happens now. */
export type BackdatedRuns = Map<string, Backdated>

/**
 * The same workflow for runs of the past: their clock starts when they began and runs on from there, so that what
 * happened three weeks ago is written down as of three weeks ago.
 */
export function backdate(workflow: RunnableWorkflow<Services>, backdated: BackdatedRuns): RunnableWorkflow<Services> {
  const firstSeen = new Map<string, number>()
  return {
    ...workflow,
    open(stored) {
      const drive = workflow.open(stored)
      return (ctx, services) => {
        const past = backdated.get(ctx.run.id)
        if (past === undefined) return drive(ctx, services)
        const { beganAt, without = (same) => same } = past
        const seen = firstSeen.get(ctx.run.id) ?? performance.now()
        firstSeen.set(ctx.run.id, seen)
        const clock = () => new Date(beganAt.getTime() + performance.now() - seen)
        return drive(ctx, { ...without(services), clock })
      }
    },
  }
}
