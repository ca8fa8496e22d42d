import type { ImportRunStatus } from '@mainstay/domain/import-run/lifecycle'
import { address, type Query } from '@/address.ts'
import type { NavigationItem, StateLook } from './noun.ts'

const place: NavigationItem = {
  group: 'Platform',
  title: 'Imports',
  href: '/imports',
  icon: 'upload',
  key: 'i',
  permission: 'importRun.read',
}

const look: Record<ImportRunStatus, StateLook> = {
  running: { shape: 'inProgress', words: 'Running' },
  completed: { shape: 'done', words: 'Completed' },
  completed_with_errors: { shape: 'attention', words: 'Completed, some rejected' },
  failed: { shape: 'failed', words: 'Failed' },
}

const empty = {
  all: {
    title: 'No file has been imported',
    text: 'An engineer imports one with “npm run import”; it appears here while it runs.',
  },
  filtered: { title: 'No import matches', text: 'Take a filter away.' },
} as const

export const importRuns = {
  place,
  list: (query?: Query) => address(place.href, query),
  href: (id: string) => `${place.href}/${id}`,
  look,
  empty,
}
