import type { FailureRecord } from './journal-entry.ts'

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

/** The run was taken over while this transaction was open: it must roll back. */
export class LeaseLost extends Error {
  override name = 'LeaseLost'
}

function property(error: unknown, key: 'code' | 'retryable' | 'cause'): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, key) : undefined
}

function codeOf(error: unknown): string | undefined {
  const code = property(error, 'code')
  return typeof code === 'string' ? code : undefined
}

export function isPermanent(error: unknown): boolean {
  return error instanceof StepFailed || property(error, 'retryable') === false
}

/** Connection-level: the outcome is unknown, and it is never the workflow's fault. */
export function isConnectionLost(error: unknown): boolean {
  const code = codeOf(error) ?? ''
  if (/^(08|57P|53)|^25P03$|^(ECONN|EPIPE)/.test(code)) return true
  const message = error instanceof Error ? error.message : ''
  if (/ECONN|EPIPE|Connection terminated|timeout exceeded|not queryable/.test(message)) return true
  const cause = property(error, 'cause')
  return cause !== undefined && isConnectionLost(cause)
}

export function describeFailure(error: unknown): FailureRecord {
  const code = codeOf(error)
  const step = failedStep(error)
  const detail = { ...(code === undefined ? {} : { code }), ...(step === undefined ? {} : { step }) }
  if (!(error instanceof Error)) return { message: printable(String(error)), ...detail }
  return { name: error.name, message: printable(error.message), ...detail }
}

function failedStep(error: unknown): string | undefined {
  if (error instanceof StepFailed) return error.step
  const cause = property(error, 'cause')
  return cause === undefined ? undefined : failedStep(cause)
}

// PostgreSQL's jsonb refuses NUL.
const printable = (text: string) => text.replaceAll('\0', '').slice(0, 10_000)
