import type { FaultRule } from '../src/faults.ts'
import type { ProviderLedger } from '../src/ledger.ts'
import type { Mail } from '../src/mail/mailbox.ts'
import type { Settlement } from '../src/stripe/balance.ts'

/** Replaces all fault rules of a running sandbox. */
export async function setFaults(url: string, rules: FaultRule[]): Promise<void> {
  const response = await fetch(`${url}/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(rules),
  })
  if (!response.ok) throw new Error(`The sandbox refused the faults: ${await response.text()}`)
}

/** How the provider books what it moves from now on. */
export async function setSettlement(url: string, settlement: Settlement): Promise<void> {
  const response = await fetch(`${url}/settlement`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(settlement),
  })
  if (!response.ok) throw new Error(`The sandbox refused the settlement: ${await response.text()}`)
}

export async function readLedger(url: string): Promise<ProviderLedger> {
  const response = await fetch(`${url}/ledger.json`)
  return (await response.json()) as ProviderLedger
}

export async function readInbox(url: string, to: string): Promise<Mail[]> {
  const response = await fetch(`${url}/inbox.json?to=${encodeURIComponent(to)}`)
  return (await response.json()) as Mail[]
}

/** What somebody does at the provider, their bank, or the clock. Answers with the object. */
export async function actAtProvider(
  url: string,
  act: 'refund' | 'capture' | 'dispute' | 'dispute/close' | 'expire',
  body: Record<string, unknown>,
): Promise<{ id: string }> {
  const response = await fetch(`${url}/dashboard/${act}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`The sandbox refused: ${await response.text()}`)
  return (await response.json()) as { id: string }
}
