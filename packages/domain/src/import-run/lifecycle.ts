import type * as z from 'zod'
import { lifecycle } from '../lifecycle/lifecycle.ts'

export const importRunLifecycle = lifecycle('importRun', {
  states: ['running', 'completed', 'completed_with_errors', 'failed'],
  moves: {
    start: { to: 'running', by: 'system', event: 'started' },
    /** A batch of its purchases is written. */
    take: { from: ['running', 'failed'], by: 'system', event: 'purchases_taken' },
    /** Killed, and another file of the same source is begun. If it goes on all the same, its end says so. */
    abandon: { from: ['running'], to: 'failed', by: 'system' },
    /** It was stopped or broke off; the same command goes on where it was. */
    fail: { from: ['running'], to: 'failed', by: 'system', event: 'failed' },
    resume: { from: ['failed'], to: 'running', by: 'system', event: 'resumed' },
    finish: {
      from: ['running', 'failed'],
      to: ['completed', 'completed_with_errors'],
      by: 'system',
      event: 'finished',
    },
  },
})

export const ImportRunStatus = importRunLifecycle.State
export type ImportRunStatus = z.infer<typeof ImportRunStatus>
