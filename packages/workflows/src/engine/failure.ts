import { NothingSaved } from '@mainstay/db/postgres/client'
import { isRefusedByDatabase } from '@mainstay/db/postgres/connection-lost'
import pg from 'pg'
import type { FailureRecord } from './journal-operation.ts'

/** Thrown by a step: trying again cannot help. */
export class Permanent extends Error {
  override name = 'Permanent'
  readonly retryable = false
}

/** What a workflow sees when a step failed for good. */
export class StepFailed extends Error {
  override name = 'StepFailed'
  readonly step: string
  readonly code: string | undefined

  constructor(step: string, cause: FailureRecord) {
    super(`${step}: ${cause.message ?? cause.name ?? 'failed'}`)
    this.step = step
    this.code = cause.code
  }
}

/** The journal does not take what this execution says: another owner has the run, or an answer of ours was lost. */
export class StaleEpoch extends Error {
  override name = 'StaleEpoch'
}

function property(error: unknown, key: 'code' | 'retryable' | 'retryAfterMs' | 'cause'): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, key) : undefined
}

function codeOf(error: unknown): string | undefined {
  const code = property(error, 'code')
  return typeof code === 'string' ? code : undefined
}

export function isPermanent(error: unknown): boolean {
  return error instanceof StepFailed || property(error, 'retryable') === false
}

/** The wait the world has asked for, found however deep the error that says it is wrapped. */
export function retryAfterMs(error: unknown): number {
  const waits = withCauses(error).map((each) => property(each, 'retryAfterMs'))
  return waits.filter((wait) => typeof wait === 'number').find((wait) => wait > 0) ?? 0
}

/** A COMMIT that failed like this took no effect. Every other failure of it leaves the outcome to the journal. */
export function isRolledBack(error: unknown): boolean {
  // A canceled COMMIT may have been one that only waited for its replicas.
  return error instanceof NothingSaved || (isRefusedByDatabase(error) && !/^(57|XX)/.test(codeOf(error) ?? ''))
}

/** The database refuses what was to be written, and will refuse it whenever it is asked: it is not in trouble. */
export function isUnwritable(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(22|23|54)/.test(error.code ?? '')
}

export function describeFailure(error: unknown): FailureRecord {
  const code = codeOf(error)
  const step = failedStep(error)
  const detail = { ...(code === undefined ? {} : { code: words(code) }), ...(step === undefined ? {} : { step }) }
  if (!(error instanceof Error)) return { message: words(error), ...detail }
  return { name: words(error.name), message: words(error.message), ...detail }
}

function failedStep(error: unknown): string | undefined {
  return withCauses(error).find((each) => each instanceof StepFailed)?.step
}

/** The error, its cause, and so on; one that is its own cause comes once. */
function withCauses(error: unknown): unknown[] {
  const found = new Set<unknown>()
  for (let each = error; each !== undefined && !found.has(each); each = property(each, 'cause')) found.add(each)
  return [...found]
}

/** What jsonb takes: no NUL, and no half of a character, be it cut off here. */
function words(said: unknown): string {
  try {
    return String(said).slice(0, 10_000).replaceAll('\0', '').toWellFormed()
  } catch {
    return 'an error that cannot be put into words'
  }
}
