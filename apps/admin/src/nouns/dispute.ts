import type { DisputeStatus } from '@mainstay/domain/dispute/lifecycle'
import type { StateLook } from './noun.ts'

const look: Record<DisputeStatus, StateLook> = {
  inquiry: { shape: 'attention', words: 'The bank asks' },
  open: { shape: 'waitsForPerson', words: 'Open' },
  won: { shape: 'done', words: 'Won' },
  lost: { shape: 'failed', words: 'Lost' },
}

/** Shown on its order; it has no page of its own. */
export const disputes = { look }
