import { CursorRefused } from '@mainstay/db/list/page'
import { isConnectionLost } from '@mainstay/db/postgres/connection-lost'
import { NotFound } from '@mainstay/db/postgres/not-found'
import { type Refusal, Refused } from '@mainstay/domain/command/decision'
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server'
import pg from 'pg'
import * as z from 'zod'

/** Where in the input, as a JSON pointer, and what is wrong there. */
export type InputIssue = { pointer: string; message: string }

/** What a caller is told when a call did not succeed. Nothing of the process gets out but this. */
export type Failure = {
  code: TRPC_ERROR_CODE_KEY
  message: string
  refusal?: Refusal
  issues?: InputIssue[]
  retryAfterSeconds?: number
  /** Where HTTP has a narrower word than the code. */
  status?: number
}

type Thrown = { code: TRPC_ERROR_CODE_KEY; message: string; cause?: unknown }

/** Refusals that HTTP has a better word for than 409. */
const codeOfRefusal: Partial<Record<string, TRPC_ERROR_CODE_KEY>> = {
  'session.wrong_credentials': 'UNAUTHORIZED',
  'session.too_many_attempts': 'TOO_MANY_REQUESTS',
  'idempotency.key_reused': 'UNPROCESSABLE_CONTENT',
  'idempotency.malformed_key': 'BAD_REQUEST',
}

const words: Partial<Record<TRPC_ERROR_CODE_KEY, string>> = {
  PARSE_ERROR: 'The body is not valid JSON',
  UNAUTHORIZED: 'Sign in, or send an API key',
  NOT_FOUND: 'There is no such thing here',
  SERVICE_UNAVAILABLE: 'We cannot do this right now; try again',
  INTERNAL_SERVER_ERROR: 'Something went wrong on our side',
}

const invalid = 'The input is not valid'
/** An answer does not grow with what is wrong with an input. */
const issuesMax = 50

export function failureOf({ code, message, cause }: Thrown): Failure {
  if (cause instanceof Refused) return failureOfRefusal(cause.refusal)
  if (cause instanceof NotFound) return { code: 'NOT_FOUND', message: `There is no such ${cause.noun}` }
  if (cause instanceof CursorRefused)
    return { code: 'BAD_REQUEST', message: invalid, issues: [{ pointer: '/cursor', message: cause.message }] }
  if (code === 'BAD_REQUEST' && cause instanceof z.core.$ZodError)
    return { code, message: invalid, issues: cause.issues.flatMap(issuesOf).slice(0, issuesMax) }
  const retryAfterSeconds = secondsUntilRetry(cause)
  if (retryAfterSeconds !== undefined) {
    return { code: 'SERVICE_UNAVAILABLE', message: words.SERVICE_UNAVAILABLE ?? '', retryAfterSeconds }
  }
  return { code, message: words[code] ?? message }
}

function failureOfRefusal(refusal: Refusal): Failure {
  const after = 'retryAfterSeconds' in refusal ? refusal.retryAfterSeconds : undefined
  return {
    code: codeOfRefusal[refusal.code] ?? 'CONFLICT',
    message: refusal.code,
    refusal,
    ...(typeof after === 'number' && { retryAfterSeconds: after }),
  }
}

/** A field that is not known is told of where it stands, and not where it is missing. */
function issuesOf(issue: z.core.$ZodIssue): InputIssue[] {
  if (issue.code !== 'unrecognized_keys') return [issueOf(issue.path, issue.message)]
  return issue.keys.map((key) => issueOf([...issue.path, key], 'is no field of this input'))
}

function issueOf(path: readonly PropertyKey[], message: string): InputIssue {
  const steps = path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'))
  return { pointer: steps.map((step) => `/${step}`).join(''), message }
}

/** Conflicts that outlived their retries, and waits the database cut short. */
const passingRefusals = /^(40001|40P01|55P03|57014)$/

/** Seconds after which a failure of the world may have passed; undefined when it is not one. */
function secondsUntilRetry(cause: unknown): number | undefined {
  if (!(cause instanceof Error)) return undefined
  if ('retryable' in cause) {
    return 'retryAfterMs' in cause && typeof cause.retryAfterMs === 'number' ? Math.ceil(cause.retryAfterMs / 1000) : 1
  }
  const hasPassing = cause instanceof pg.DatabaseError && passingRefusals.test(cause.code ?? '')
  return hasPassing || isConnectionLost(cause) ? 1 : undefined
}
