import { TRPCClientError } from '@trpc/client'
import type { Refusal as RefusalText } from '@/ui/tooltip.tsx'
import { type KnownRefusal, refusalWords } from './refusal-words.ts'

export type FailureText = RefusalText & { requestId: string | undefined }

/** What went wrong in a person's words: what failed, what did not happen, what to do, and the id to quote. */
export function failureWords(error: unknown, tried: 'change' | 'read' = 'change'): FailureText {
  const data = error instanceof TRPCClientError && isRecord(error.data) ? error.data : {}
  const requestId = typeof data.requestId === 'string' ? data.requestId : undefined
  return { ...(wordsOfRefusal(data.refusal) ?? wordsOfStatus(data.httpStatus, tried)), requestId }
}

/** The rule that said no, in its words; undefined when no rule did. */
export function refusalOf(error: unknown): RefusalText | undefined {
  return error instanceof TRPCClientError && isRecord(error.data) ? wordsOfRefusal(error.data.refusal) : undefined
}

function wordsOfRefusal(refusal: unknown): RefusalText | undefined {
  if (isKnownRefusal(refusal)) return refusalWords(refusal)
  if (!isRecord(refusal) || typeof refusal.code !== 'string') return undefined
  return { fact: `A rule refused this: ${refusal.code}.`, wayOut: 'Nothing was changed. Load the page again.' }
}

function wordsOfStatus(status: unknown, tried: 'change' | 'read'): RefusalText {
  switch (status) {
    case 400:
      return { fact: 'The api could not read what was sent.', wayOut: 'Nothing was changed. Check the fields.' }
    case 401:
      return { fact: 'Your session has ended.', wayOut: 'Nothing was changed. Sign in again.' }
    case 403:
      return {
        fact: 'Your roles do not allow this.',
        wayOut: 'Nothing was changed. An administrator can grant the right.',
      }
    case 404:
      return { fact: 'It does not exist, or it is closed to you.', wayOut: 'Nothing was changed.' }
    case 503:
      return { fact: 'The api cannot do this right now.', wayOut: wayOutAfter(tried) }
    case 429:
      return { fact: 'Too many calls in a short time.', wayOut: 'Nothing was changed. Wait a minute.' }
    case 500:
      return { fact: 'Something went wrong at the api.', wayOut: wayOutAfter(tried) }
    default:
      return { fact: 'The api did not answer.', wayOut: wayOutAfter(tried) }
  }
}

function wayOutAfter(tried: 'change' | 'read'): string {
  return tried === 'read'
    ? 'Nothing was changed. Try again in a moment.'
    : 'Load the page again to see whether it happened.'
}

const known: Record<KnownRefusal['code'], true> = {
  'refund.not_awaiting_decision': true,
  'refund.own_request': true,
  'refund.over_limit': true,
  'refund.changed': true,
  'refund.approval_expired': true,
  'refund.line_not_in_order': true,
  'refund.over_refundable': true,
  'refund.over_quantity': true,
  'refund.between_steps': true,
  'refund.nothing_captured': true,
  'refund.no_snapshot': true,
  'refund.order_on_hold': true,
  'purchase.already_canceled': true,
  'purchase.already_paid': true,
  'purchase.being_canceled': true,
  'purchase.being_charged': true,
  'work_item.already_resolved': true,
  'work_item.owned': true,
  'webhook.already_closed': true,
  'webhook.unreadable': true,
  'webhook.still_unplaced': true,
  'workflow.not_held': true,
  'workflow.no_such_step': true,
  'workflow.being_undone': true,
  'workflow.already_undone': true,
  'idempotency.in_progress': true,
  'idempotency.key_reused': true,
  'idempotency.malformed_key': true,
}

// The api sends the refusal its own type describes; only the code is checked, because both sides are one release.
function isKnownRefusal(value: unknown): value is KnownRefusal {
  return isRecord(value) && typeof value.code === 'string' && Object.hasOwn(known, value.code)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
