/** `foreign`: the answer is about something else than what was asked, so nothing of it is believed. */
export type FaultKind = 'unreachable' | 'timeout' | 'rate_limited' | 'server_error' | 'rejected' | 'foreign'

export type FaultFacts = {
  kind: FaultKind
  /** Worth trying again later with the same key and body. */
  retryable: boolean
  /** The effect may have happened: ask the provider before anything else. */
  ambiguous: boolean
  provider: string
  operation: string
  retryAfterMs?: number
}

/** The outside world failed. A business answer such as a decline is a value, never a Fault. */
export class Fault extends Error {
  readonly kind: FaultKind
  readonly retryable: boolean
  readonly ambiguous: boolean
  readonly provider: string
  readonly operation: string
  readonly retryAfterMs: number | undefined

  constructor(facts: FaultFacts, message: string, options?: { cause?: unknown }) {
    super(`${facts.provider} ${facts.operation}: ${message}`, options)
    this.name = 'Fault'
    this.kind = facts.kind
    this.retryable = facts.retryable
    this.ambiguous = facts.ambiguous
    this.provider = facts.provider
    this.operation = facts.operation
    this.retryAfterMs = facts.retryAfterMs
  }
}
