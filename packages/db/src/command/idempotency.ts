import { tryTurn } from '../postgres/advisory-lock.ts'
import type { Tx } from '../postgres/client.ts'
import { canonicalHash } from './canonical-hash.ts'

export type IdempotentRequest = {
  /** Who asks: a key names one request of one caller. */
  caller: string
  operation: string
  key: string
  body: unknown
}

export type Answered<R> =
  | { outcome: 'answered'; response: R; replayed: boolean }
  /** The same request is being answered at this moment. */
  | { outcome: 'in_progress' }
  /** The key was used for another body. */
  | { outcome: 'key_reused' }

const keptHours = 48

/**
 * Answers a request once: `answer` runs in the caller's transaction and its response is kept for 48 hours. What it
 * throws is not kept, so a failed request may be repeated. `parse` reads a kept response back.
 */
export async function answerOnce<R>(
  tx: Tx,
  request: IdempotentRequest,
  { answer, parse }: { answer: () => Promise<R>; parse: (kept: unknown) => R },
): Promise<Answered<R>> {
  const { caller, operation, key } = request
  const bodyHash = canonicalHash(request.body)
  // A second request finds the lock taken and is told so; waiting would hold a connection for each impatient retry.
  const [isFree, kept] = await Promise.all([
    tryTurn(tx, JSON.stringify([tx.tenantId, caller, operation, key])),
    // Sent with it and run after it: what it finds is from when the lock was had.
    findKept(tx, request),
  ])
  if (!isFree) return { outcome: 'in_progress' }
  if (kept !== undefined && kept.created_at.getTime() > tx.act.at.getTime() - keptHours * 3_600_000) {
    if (kept.body_hash !== bodyHash) return { outcome: 'key_reused' }
    return { outcome: 'answered', response: parse(kept.response), replayed: true }
  }

  const response = await answer()
  if (kept !== undefined) await forget(tx, request)
  const answered = { bodyHash, response: JSON.stringify(response) }
  tx.commitWith(() => keep(tx, request, answered))
  return { outcome: 'answered', response, replayed: false }
}

function findKept(tx: Tx, { caller, operation, key }: IdempotentRequest) {
  return tx
    .selectFrom('idempotency_key')
    .select(['body_hash', 'response', 'created_at'])
    .where('tenant_id', '=', tx.tenantId)
    .where('caller', '=', caller)
    .where('operation', '=', operation)
    .where('key', '=', key)
    .executeTakeFirst()
}

async function forget(tx: Tx, { caller, operation, key }: IdempotentRequest): Promise<void> {
  await tx
    .deleteFrom('idempotency_key')
    .where('tenant_id', '=', tx.tenantId)
    .where('caller', '=', caller)
    .where('operation', '=', operation)
    .where('key', '=', key)
    .execute()
}

async function keep(
  tx: Tx,
  { caller, operation, key }: IdempotentRequest,
  { bodyHash, response }: { bodyHash: string; response: string },
): Promise<void> {
  await tx
    .insertInto('idempotency_key')
    .values({ tenant_id: tx.tenantId, caller, operation, key, body_hash: bodyHash, response, created_at: tx.act.at })
    .execute()
}
