import type { RunStatus } from '@mainstay/domain/workflow-run/lifecycle'
import type { RetryRunRefusal, RunStep } from '@mainstay/domain/workflow-run/workflow-run'
import { address, type Query } from '@/address.ts'
import type { NavigationItem, RefusalWords, StateLook } from './noun.ts'

const place: NavigationItem = {
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
  canceled: { shape: 'stopped', words: 'Canceled' },
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

/** The views of the list that are tabs, in their order. */
const views = { work: 'People’s work', held: 'Held for a person', all: 'All' }

const empty = {
  all: {
    title: 'No run has started yet',
    text: 'A run starts when an order is placed, a refund is released or the provider sends a message.',
  },
  work: {
    title: 'No work of people has run yet',
    text: 'A run starts when an order is placed or a refund is released.',
  },
  held: {
    shape: 'done',
    title: 'No run has stopped',
    text: 'One that stops stands here and in the work queue until a person retries it.',
  },
  filtered: { title: 'No run matches', text: 'Runs come and go within seconds; look at all of them, newest first.' },
} as const

export const runs = {
  place,
  /** The work of people; what messages of the provider set off is one tab away. */
  first: 'work',
  list: (query?: Query) => address(place.href, query),
  href: (id: string) => `${place.href}/${id}`,
  look,
  step,
  refusals,
  views,
  empty,
}
