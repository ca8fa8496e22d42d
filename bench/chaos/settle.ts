import { setTimeout as pause } from 'node:timers/promises'
import type { Books, PurchaseRow } from './books.ts'
import type { Shop } from './shop.ts'
import type { Staff } from './staff.ts'
import type { System } from './system.ts'
import { type Verdict, verdictOn } from './verdict.ts'

export type Harness = { system: System; books: Books; shop: Shop; staff: Staff }
export type Count = { lost: number; duplicated: number; imbalance: number }

const settlesWithin = 240_000

const heldOf = `
select w.id, w.kind, w.status, coalesce(w.error->>'message', w.error->>'code', '') as error from workflow_run w
where w.created_at >= $1 and w.status in ('failed', 'blocked')`

/**
 * Waits until everything started since then has ended. What is held for a person is driven again, as an operator would,
 * once: answers how often that was.
 */
export async function settle({ system, books, staff }: Harness, since: Date): Promise<number> {
  await system.untilReady(60_000)
  await untilNothingIsOpen(books, since)
  const held = await books.look<{ id: string; kind: string; status: string; error: string }>(heldOf, [since])
  for (const { id, kind, status, error } of held) {
    console.log(`  ${kind} ${id} is ${status}: ${error}; driven again`)
    await staff.retry(id)
  }
  if (held.length > 0) await untilNothingIsOpen(books, since)
  return held.length
}

async function untilNothingIsOpen(books: Books, since: Date): Promise<void> {
  let open = -1
  for (const deadline = Date.now() + settlesWithin; Date.now() < deadline; await pause(500)) {
    open = await books.openRunsSince(since)
    if (open === 0) return
  }
  console.log(`  ${open} runs have not ended after ${settlesWithin / 1000} s`)
}

export type Judged = { row: PurchaseRow; verdict: Verdict }

/** Compares every purchase with what the provider and the mailbox say of it. */
export async function judge({ books }: Harness): Promise<Judged[]> {
  const [rows, ledger] = await Promise.all([books.purchases(), books.atProvider()])
  const lines = new Map(ledger.payments.map((line) => [line.paymentId, line]))
  const judged: Judged[] = []
  for (const row of rows) {
    judged.push({ row, verdict: verdictOn(row, lines.get(row.paymentId), await books.mailsTo(row.email)) })
  }
  return judged
}

export function isRight({ lost, duplicated, imbalance }: Verdict): boolean {
  return lost.length === 0 && duplicated.length === 0 && imbalance === 0
}

export function wordsOf({ lost, duplicated, imbalance }: Verdict): string {
  return [...lost, ...duplicated, ...(imbalance === 0 ? [] : [`${imbalance} out of balance`])].join('; ')
}
