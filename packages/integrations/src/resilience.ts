import { observeOutboundCall } from '@mainstay/telemetry/metrics'
import { inSpan } from '@mainstay/telemetry/tracing'
import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  CircuitState,
  circuitBreaker,
  DelegateBackoff,
  handleWhen,
  type IPolicy,
  retry,
  SamplingBreaker,
  TaskCancelledError,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel'
import { Fault, type FaultKind } from './fault.ts'

export type ResilienceSettings = {
  totalTimeoutMs: number
  tryTimeoutMs: number
  retriesMax: number
  retryDelayMs: number
  /** The circuit opens when this part of the calls in the window fails. */
  failureShare: number
  windowMs: number
  callsPerSecondMin: number
  halfOpenAfterMs: number
  concurrentMax: number
  queueMax: number
}

const defaults: ResilienceSettings = {
  totalTimeoutMs: 45_000,
  tryTimeoutMs: 20_000,
  retriesMax: 2,
  retryDelayMs: 200,
  failureShare: 0.5,
  windowMs: 30_000,
  callsPerSecondMin: 1 / 3,
  halfOpenAfterMs: 10_000,
  concurrentMax: 8,
  queueMax: 16,
}

export type OutboundCall = {
  tenantId: string
  provider: string
  host: string
  operation: string
  /** A read may be repeated freely. A write whose outcome is unknown is left to the caller to look into. */
  effect: 'read' | 'write'
  signal?: AbortSignal | undefined
}

export type Circuit = {
  tenantId: string
  provider: string
  host: string
  state: 'closed' | 'open' | 'half_open'
  lastSuccessAt: Date | null
  lastFailureAt: Date | null
  lastFailureKind: FaultKind | null
}

export type Resilience = {
  /** Runs `work` under the policies of its tenant and host. Throws `Fault` and nothing else it knows about. */
  call: <T>(call: OutboundCall, work: (signal: AbortSignal) => Promise<T>) => Promise<T>
  circuits: () => Circuit[]
}

const breaking: readonly FaultKind[] = ['unreachable', 'timeout', 'server_error']

/** One per process: circuits and bulkheads live in it. */
export function createResilience(changes: Partial<ResilienceSettings> = {}): Resilience {
  const settings = { ...defaults, ...changes }
  const lanes = new Map<string, Lane>()

  function laneOf(call: OutboundCall): Lane {
    const key = `${call.tenantId} ${call.provider} ${call.host}`
    const lane = lanes.get(key) ?? openLane(settings, call)
    lanes.set(key, lane)
    return lane
  }

  return {
    call: (call, work) => throughLane({ settings, lane: laneOf(call) }, call, work),
    circuits: () => [...lanes.values()].map((lane) => lane.circuit()),
  }
}

type Lane = {
  guarded: IPolicy
  budget: RetryBudget
  succeeded: () => void
  failed: (kind: FaultKind) => void
  circuit: () => Circuit
}

function openLane(settings: ResilienceSettings, call: OutboundCall): Lane {
  const breaker = circuitBreaker(
    handleWhen((error) => error instanceof Fault && breaking.includes(error.kind)),
    {
      halfOpenAfter: settings.halfOpenAfterMs,
      breaker: new SamplingBreaker({
        threshold: settings.failureShare,
        duration: settings.windowMs,
        minimumRps: settings.callsPerSecondMin,
      }),
    },
  )
  let lastSuccessAt: Date | null = null
  let lastFailureAt: Date | null = null
  let lastFailureKind: FaultKind | null = null
  const { tenantId, provider, host } = call
  return {
    guarded: wrap(breaker, bulkhead(settings.concurrentMax, settings.queueMax)),
    budget: retryBudget(),
    succeeded: () => {
      lastSuccessAt = new Date()
    },
    failed: (kind) => {
      lastFailureAt = new Date()
      lastFailureKind = kind
    },
    circuit: () => ({
      tenantId,
      provider,
      host,
      state: stateName(breaker.state),
      lastSuccessAt,
      lastFailureAt,
      lastFailureKind,
    }),
  }
}

function stateName(state: CircuitState): Circuit['state'] {
  if (state === CircuitState.Closed) return 'closed'
  return state === CircuitState.HalfOpen ? 'half_open' : 'open'
}

type RetryBudget = { earn: () => void; spend: () => boolean }

/** Retries may add a tenth to the load, after a small start: a provider in trouble is not stormed. */
function retryBudget(): RetryBudget {
  const full = 10
  let tokens = full
  return {
    earn: () => {
      tokens = Math.min(full, tokens + 0.1)
    },
    spend: () => {
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
  }
}

async function throughLane<T>(
  { settings, lane }: { settings: ResilienceSettings; lane: Lane },
  call: OutboundCall,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  let isTryOpen = false
  const oneTry = timeout(settings.tryTimeoutMs, TimeoutStrategy.Aggressive)
  const total = timeout(settings.totalTimeoutMs, TimeoutStrategy.Aggressive)
  const retrying = retry(
    handleWhen((error) => isSafeToRepeat(error, call, settings) && lane.budget.spend()),
    { maxAttempts: settings.retriesMax, backoff: jitteredBackoff(settings.retryDelayMs) },
  )

  async function attempt(outer: AbortSignal): Promise<T> {
    isTryOpen = true
    try {
      const result = await oneTry.execute(({ signal }) => work(signal), outer)
      isTryOpen = false
      return result
    } catch (error) {
      // A try cut short from outside is still running at the provider.
      if (!outer.aborted) isTryOpen = false
      throw faultFrom(error, call, true)
    }
  }

  lane.budget.earn()
  const { provider, operation } = call
  const startedAt = performance.now()
  const seconds = () => (performance.now() - startedAt) / 1_000
  return inSpan(`${provider} ${operation}`, { 'server.address': call.host }, async () => {
    try {
      const policies = wrap(total, retrying)
      const result = await policies.execute(
        ({ signal }) => lane.guarded.execute((inner) => attempt(inner.signal), signal),
        call.signal,
      )
      lane.succeeded()
      observeOutboundCall({ provider, operation, outcome: 'ok' }, seconds())
      return result
    } catch (error) {
      const fault = faultFrom(error, call, isTryOpen)
      if (fault instanceof Fault) lane.failed(fault.kind)
      observeOutboundCall({ provider, operation, outcome: fault instanceof Fault ? fault.kind : 'bug' }, seconds())
      throw fault
    }
  })
}

function isSafeToRepeat(error: unknown, call: OutboundCall, settings: ResilienceSettings): boolean {
  if (!(error instanceof Fault) || !error.retryable) return false
  if (error.ambiguous && call.effect === 'write') return false
  return (error.retryAfterMs ?? 0) < settings.totalTimeoutMs / 4
}

function jitteredBackoff(delayMs: number) {
  return new DelegateBackoff((context: { attempt: number; result: object }) => {
    const jittered = delayMs * 2 ** (context.attempt - 1) * (0.5 + Math.random())
    const error = 'error' in context.result ? context.result.error : undefined
    return Math.max(jittered, error instanceof Fault ? (error.retryAfterMs ?? 0) : 0)
  })
}

/** Translates what the policies themselves throw; a Fault passes, a bug passes. */
function faultFrom(error: unknown, call: OutboundCall, isTryOpen: boolean): unknown {
  const { provider, operation } = call
  const facts = { provider, operation, retryable: true, ambiguous: false }
  if (error instanceof TaskCancelledError) {
    const ambiguous = isTryOpen && call.effect === 'write'
    return new Fault({ ...facts, kind: 'timeout', ambiguous }, 'no answer in time', { cause: error })
  }
  if (error instanceof BrokenCircuitError) {
    return new Fault({ ...facts, kind: 'unreachable' }, 'the circuit is open', { cause: error })
  }
  if (error instanceof BulkheadRejectedError) {
    return new Fault({ ...facts, kind: 'rate_limited' }, 'too many calls of this tenant at once', { cause: error })
  }
  return error
}
