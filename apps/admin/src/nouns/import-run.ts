import type { ImportRunStatus } from '@mainstay/domain/import-run/lifecycle'
import { address, type Query } from '@/address.ts'
import type { Place, StateLook } from './noun.ts'

const place: Place = {
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

export const importRuns = {
  place,
  list: (query?: Query) => address(place.href, query),
  href: (id: string) => `${place.href}/${id}`,
  look,
}
