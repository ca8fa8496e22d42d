import type { RunStatus } from '@mainstay/domain/workflow-run/lifecycle'
import type { RetryRunRefusal, RunStep } from '@mainstay/domain/workflow-run/workflow-run'
import { address, type Query } from '@/address.ts'
import type { Place, RefusalWords, StateLook } from './noun.ts'

const place: Place = {
  group: 'Platform',
  title: 'Runs',
  href: '/runs',
  icon: 'runs',
  key: 'w',
  permission: 'workflow.read',
}

const look: Record<RunStatus, StateLook> = {
  queued: { shape: 'notStarted', words: 'Queued' },
  running: { shape: 'inProgress', words: 'Running' },
  waiting: { shape: 'inProgress', words: 'Waiting' },
  completed: { shape: 'done', words: 'Completed' },
  failed: { shape: 'failed', words: 'Failed' },
  cancelled: { shape: 'stopped', words: 'Cancelled' },
  blocked: { shape: 'waitsForPerson', words: 'Held for a person' },
}

const step: Record<RunStep['status'], StateLook> = {
  done: { shape: 'done', words: 'Done' },
  failed: { shape: 'failed', words: 'Failed' },
  skipped: { shape: 'stopped', words: 'Skipped' },
  retrying: { shape: 'inProgress', words: 'Will be tried again' },
  waiting: { shape: 'inProgress', words: 'Waiting' },
}

const refusals: RefusalWords<RetryRunRefusal> = {
  'workflow.not_held': (refusal) => ({
    fact: `The run is ${look[refusal.status].words.toLowerCase()}.`,
    wayOut: 'Only a run that is held for a person can be retried.',
  }),
  'workflow.no_such_step': (refusal) => ({
    fact: `The run has no step “${refusal.step}”.`,
    wayOut: 'Reload the run and choose a step it has reached.',
  }),
  'workflow.being_undone': {
    fact: 'The run is taking back what it did.',
    wayOut: 'Wait until that has ended; then start the work anew.',
  },
  'workflow.already_undone': { fact: 'The run failed and took back what it did.', wayOut: 'Start the work anew.' },
}

export const runs = {
  place,
  list: (query?: Query) => address(place.href, query),
  href: (id: string) => `${place.href}/${id}`,
  look,
  step,
  refusals,
}
