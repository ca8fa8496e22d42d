import { TRPCClientError } from '@trpc/client'
import type { Refusal as RefusalText } from '@/ui/tooltip.tsx'
import { isKnownRefusal, refusalWords } from './refusal-words.ts'

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

export function wordsOfRefusal(refusal: unknown): RefusalText | undefined {
  if (!isRecord(refusal)) return undefined
  if (isKnownRefusal(refusal)) return refusalWords(refusal)
  if (typeof refusal.code !== 'string') return undefined
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

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
