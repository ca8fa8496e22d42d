import type { Fault } from '@mainstay/db/test/lossy-wire'
import type { Life } from './lossy-engine.ts'

/** An undisturbed journey takes 4: each park, wait and loss may cost a few more, and no more than that. */
const epochsMax = 16
const callsMax = 4

const once = ['reserve', 'ship']
const effects = ['charge as charge', 'label as parcel/label', 'mail as mail']

/** What is wrong with how a journey went; empty when each commit took effect once and the run did not come to rest. */
export function faultsOf(life: Life, mayBeHeld: boolean): string[] {
  const { status, error, epoch, ledger, calls, overwritten, output, results, reported } = life
  const found: string[] = []
  const isHeld = status === 'failed' || status === 'blocked'
  if (!isHeld && status !== 'completed') found.push(`rests ${status}`)
  if (isHeld && !mayBeHeld) found.push(`${status} for ${error}`)
  if (isHeld && !reported) found.push(`${status} and nobody was told`)
  if (status === 'completed' && ledger.join() !== once.join()) found.push(`booked ${ledger.join(' ') || 'nothing'}`)
  if (new Set(ledger).size < ledger.length) found.push(`booked twice: ${ledger.join(' ')}`)
  if (status === 'completed' && Object.values(sorted(output)).join() !== Object.values(sorted(results)).join()) {
    found.push(`went on with ${JSON.stringify(output)} and recorded ${JSON.stringify(results)}`)
  }
  if (overwritten.length > 0) found.push(`wrote over the answer of ${overwritten.join()}`)
  if (epoch > epochsMax) found.push(`${epoch} epochs`)
  for (const [effect, times] of Object.entries(calls)) {
    if (!effects.includes(effect)) found.push(`asked for ${effect}`)
    if (times > callsMax) found.push(`asked ${times} times for ${effect}`)
  }
  return found
}

/** What PostgreSQL says no to for good may stop the run where the engine reads or records what has happened. */
export function mayHold(statement: string, fault: Fault): boolean {
  return fault.how === 'refusal' && /^(journal|moves|signals)$/.test(statement) && /^(2[23]|XX)/.test(fault.code)
}

function sorted(values: unknown): Record<string, unknown> {
  const named = Object.entries(Object(values)).map(([name, value]) => [name.replace(/^.*\//, ''), value] as const)
  return Object.fromEntries(named.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
