import type { Me } from '@mainstay/domain/access/session'
import { type Run, retryHeldRun } from '@mainstay/domain/workflow-run/workflow-run'
import { missingPermission, refusedBy } from '@/console/refusal-words.ts'
import type { Refusal } from '@/ui/tooltip.tsx'

/** Why this person cannot retry the run, whole or from a step, in the words of the rule; undefined when they can. */
export function retryRefusal(run: Run, fromStep: string | undefined, me: Me): Refusal | undefined {
  if (!me.permissions.includes('workflow.retry')) return missingPermission('workflow.retry')
  return refusedBy(retryHeldRun(run, fromStep))
}
