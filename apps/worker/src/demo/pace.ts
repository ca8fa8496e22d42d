import type { RunnableWorkflow } from '@mainstay/workflows/engine/workflow'
import type { Services } from '@mainstay/workflows/services'

/** What is different for one run of the demo: when it began, and what it could not reach. */
export type Circumstances = { beganAt: Date; without?: (services: Services) => Services }

/** Circumstances by run id; a run without any happens now. */
export type Pace = Map<string, Circumstances>

/**
 * The same workflow for runs of the past: their clock starts when they began and runs on from there, so that what
 * happened three weeks ago is written down as of three weeks ago.
 */
export function inThePast(workflow: RunnableWorkflow<Services>, pace: Pace): RunnableWorkflow<Services> {
  const firstSeen = new Map<string, number>()
  return {
    ...workflow,
    open(stored) {
      const drive = workflow.open(stored)
      return (ctx, services) => {
        const circumstances = pace.get(ctx.run.id)
        if (circumstances === undefined) return drive(ctx, services)
        const { beganAt, without = (same) => same } = circumstances
        const seen = firstSeen.get(ctx.run.id) ?? performance.now()
        firstSeen.set(ctx.run.id, seen)
        const clock = () => new Date(beganAt.getTime() + performance.now() - seen)
        return drive(ctx, { ...without(services), clock })
      }
    },
  }
}
