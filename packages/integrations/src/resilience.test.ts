import { expect, test, vi } from 'vitest'
import { Fault, type FaultFacts } from './fault.ts'
import { createResilience, type OutboundCall } from './resilience.ts'

const call: OutboundCall = { tenantId: 't1', provider: 'p', host: 'h', operation: 'pay', effect: 'write' }
const broken: FaultFacts = { kind: 'server_error', retryable: true, ambiguous: true, provider: 'p', operation: 'pay' }
const alert = { retryDelayMs: 1, callsPerSecondMin: 0.1, halfOpenAfterMs: 50 }

function failing(facts: FaultFacts = broken) {
  return vi.fn(async (): Promise<string> => {
    throw new Fault(facts, 'no')
  })
}

async function failRepeatedly(resilience: ReturnType<typeof createResilience>, times: number, asked = call) {
  for (let count = 0; count < times; count += 1) await resilience.call(asked, failing()).catch(() => {})
}

test('after many failures the circuit opens and further calls are spared', async () => {
  const resilience = createResilience({ ...alert, halfOpenAfterMs: 60_000 })
  await failRepeatedly(resilience, 8)
  expect(resilience.circuits()).toMatchObject([{ tenantId: 't1', host: 'h', state: 'open', lastSuccessAt: null }])
  const spared = failing()
  await expect(resilience.call(call, spared)).rejects.toMatchObject({
    kind: 'unreachable',
    ambiguous: false,
    retryable: true,
  })
  expect(spared).not.toHaveBeenCalled()
})

test('an open circuit lets a trial call through after a while: a good one closes it, a bad one does not', async () => {
  const resilience = createResilience(alert)
  await failRepeatedly(resilience, 8)
  const bad = failing()
  await vi.waitFor(async () => {
    await resilience.call(call, bad).catch(() => {})
    expect(bad).toHaveBeenCalledOnce()
  })
  expect(resilience.circuits()).toMatchObject([{ state: 'open' }])
  await vi.waitFor(() => expect(resilience.call(call, async () => 'well again')).resolves.toBe('well again'))
  expect(resilience.circuits()).toMatchObject([{ state: 'closed', lastSuccessAt: expect.any(Date) }])
})

test("one tenant's dead provider does not close the way for another tenant", async () => {
  const resilience = createResilience({ ...alert, halfOpenAfterMs: 60_000 })
  await failRepeatedly(resilience, 8)
  await expect(resilience.call({ ...call, tenantId: 't2' }, async () => 'paid')).resolves.toBe('paid')
  expect(resilience.circuits().map((circuit) => [circuit.tenantId, circuit.state])).toEqual([
    ['t1', 'open'],
    ['t2', 'closed'],
  ])
})

test('refusals by the provider are not a reason to open the circuit', async () => {
  const resilience = createResilience({ ...alert, halfOpenAfterMs: 60_000 })
  for (let count = 0; count < 20; count += 1) {
    await resilience.call(call, failing({ ...broken, kind: 'rejected', retryable: false })).catch(() => {})
  }
  expect(resilience.circuits()).toMatchObject([{ state: 'closed', lastFailureKind: 'rejected' }])
})

test('an unambiguous failure is tried again, an ambiguous write is not, an ambiguous read is', async () => {
  const resilience = createResilience({ retryDelayMs: 1 })
  const [clear, unclear, read] = [failing({ ...broken, ambiguous: false }), failing(), failing()]
  await resilience.call(call, clear).catch(() => {})
  await resilience.call(call, unclear).catch(() => {})
  await resilience.call({ ...call, effect: 'read' }, read).catch(() => {})
  expect([clear, unclear, read].map((work) => work.mock.calls.length)).toEqual([3, 1, 3])
})

test('retries run out of budget before they storm a provider in trouble', async () => {
  const resilience = createResilience({ retryDelayMs: 0, failureShare: 0.99, callsPerSecondMin: 1_000_000 })
  const work = failing({ ...broken, ambiguous: false })
  for (let count = 0; count < 50; count += 1) await resilience.call(call, work).catch(() => {})
  expect(work.mock.calls.length).toBeLessThan(50 + 10 + 6)
})

test.each([
  ['each try', { tryTimeoutMs: 30, retriesMax: 0 }],
  ['all tries together', { totalTimeoutMs: 30, retriesMax: 0 }],
])('the time for %s ends the call, aborts the work, and leaves a write in doubt', async (_whose, settings) => {
  const resilience = createResilience(settings)
  const seen: AbortSignal[] = []
  const endless = (signal: AbortSignal) => {
    seen.push(signal)
    return new Promise<never>(() => {})
  }
  await expect(resilience.call(call, endless)).rejects.toMatchObject({ kind: 'timeout', ambiguous: true })
  await expect(resilience.call({ ...call, effect: 'read' }, endless)).rejects.toMatchObject({ ambiguous: false })
  expect(seen.map((signal) => signal.aborted)).toEqual([true, true])
})

test('work that stops when its time is over still leaves a write in doubt', async () => {
  const resilience = createResilience({ totalTimeoutMs: 30, retriesMax: 0 })
  const obedient = (signal: AbortSignal) =>
    new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Fault(broken, 'stopped')))
    })
  await expect(resilience.call(call, obedient)).rejects.toMatchObject({ ambiguous: true })
})

test('a call that timed out before it was sent has surely done nothing', async () => {
  const resilience = createResilience({ concurrentMax: 1, totalTimeoutMs: 60, retriesMax: 0 })
  const busy = resilience.call(call, () => new Promise<never>(() => {})).catch(() => {})
  const queued = vi.fn(async () => 'never')
  const giveUp = new AbortController()
  const late = resilience.call({ ...call, signal: giveUp.signal }, queued)
  giveUp.abort()
  await expect(late).rejects.toMatchObject({ kind: 'timeout', ambiguous: false })
  await busy
  await new Promise((resolve) => setImmediate(resolve))
  expect(queued).not.toHaveBeenCalled()
})

test('a caller who gives up ends the call', async () => {
  const resilience = createResilience()
  const giveUp = new AbortController()
  const waiting = resilience.call({ ...call, signal: giveUp.signal }, () => new Promise<never>(() => {}))
  giveUp.abort()
  await expect(waiting).rejects.toMatchObject({ kind: 'timeout', ambiguous: true })
})

test('more calls at once than a host may have are refused without being made', async () => {
  const resilience = createResilience({ concurrentMax: 1, queueMax: 0, retriesMax: 0 })
  const { promise, resolve } = Promise.withResolvers<string>()
  const first = resilience.call(call, () => promise)
  const second = vi.fn(async () => 'second')
  await expect(resilience.call(call, second)).rejects.toMatchObject({ kind: 'rate_limited', ambiguous: false })
  expect(second).not.toHaveBeenCalled()
  resolve('first')
  await expect(first).resolves.toBe('first')
})

test('a bug in our own code comes out as it is', async () => {
  const bug = new TypeError('undefined is not a function')
  const asked = createResilience().call(call, async () => {
    throw bug
  })
  await expect(asked).rejects.toBe(bug)
})
