import * as z from 'zod'

/** A rule of the sandbox: which operation fails how, and how often. */
export type Fault = { operation: string; fault: string; times?: number; latencyMs?: number }

const Ledger = z.object({ totals: z.record(z.string(), z.unknown()) })

/** Whether the payment provider is our sandbox, which alone can be paid with cards that do not exist. */
export async function isSandbox(url: string): Promise<boolean> {
  const answer = await fetch(new URL('/ledger.json', url)).then(
    (response) => (response.ok ? response.json() : undefined),
    () => undefined,
  )
  return Ledger.safeParse(answer).success
}

/** Replaces what goes wrong at the sandbox. */
export async function setFaults(url: string, faults: readonly Fault[]): Promise<void> {
  const response = await fetch(new URL('/faults', url), {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(faults),
  })
  if (!response.ok) throw new Error(`the sandbox refused its faults: ${response.status} ${await response.text()}`)
}
