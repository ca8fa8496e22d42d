import type * as z from 'zod'
import { lifecycle } from '../lifecycle/lifecycle.ts'

/** The engine makes all but one of these; what it does is in its journal, and nowhere else. */
export const workflowLifecycle = lifecycle('workflow', {
  states: ['queued', 'running', 'waiting', 'completed', 'failed', 'canceled', 'blocked'],
  moves: {
    start: { to: 'queued', by: 'system' },
    claim: { from: ['queued'], to: 'running', by: 'system' },
    wait: { from: ['running'], to: 'waiting', by: 'system' },
    wake: { from: ['waiting'], to: 'queued', by: ['system', 'clock'], when: 'at its time, or when a signal comes' },
    giveBack: {
      from: ['running'],
      to: 'queued',
      by: ['system', 'clock'],
      when: 'a new round, a worker that stops, or one that is not heard of any more',
    },
    complete: { from: ['running'], to: 'completed', by: 'system' },
    fail: { from: ['running'], to: 'failed', by: 'system' },
    block: {
      from: ['running'],
      to: 'blocked',
      by: ['system', 'clock'],
      when: 'an undo fails, or worker after worker dies',
    },
    undo: { from: ['queued', 'waiting', 'failed', 'blocked'], to: 'queued', by: 'system' },
    end: { from: ['running'], to: 'canceled', by: 'system', when: 'all it did is undone' },
    retry: { from: ['failed', 'blocked'], to: 'queued', event: 'retried', reason: 'required' },
  },
})

export const RunStatus = workflowLifecycle.State
export type RunStatus = z.infer<typeof RunStatus>
