import type { DisputeStatus } from '@mainstay/domain/dispute/lifecycle'
import { type StateLook, wordsFor } from './noun.ts'

const look: Record<DisputeStatus, StateLook> = {
  inquiry: { shape: 'attention', words: 'The bank asks' },
  open: { shape: 'waitsForPerson', words: 'Open' },
  won: { shape: 'done', words: 'Won' },
  lost: { shape: 'failed', words: 'Lost' },
}

/** What networks call a reason, in ours. */
const reasons: Record<string, string> = {
  credit_not_processed: 'a refund they were promised did not come',
  duplicate: 'they were charged twice',
  fraudulent: 'they did not make this purchase',
  product_not_received: 'the goods did not arrive',
  product_unacceptable: 'the goods are not as promised',
  subscription_canceled: 'they had canceled before',
  unrecognized: 'they do not recognise the charge',
}

/** Shown on its order; it has no page of its own. */
export const disputes = { look, reason: (code: string) => wordsFor(reasons, code) ?? code.replaceAll('_', ' ') }
