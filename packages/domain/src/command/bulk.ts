import * as z from 'zod'
import type { Decision, Refusal } from './decision.ts'
import { Id } from './id.ts'
import { Version } from './version.ts'

const bulkMax = 200

/** What one command is to do to each of, named. */
export const ManyIds = z.array(Id).min(1, 'Choose at least one').max(bulkMax, `Choose at most ${bulkMax}`)

export const unseen = 'must name each with the version of it that you looked at, such as [{ "id": "…", "version": 1 }]'

/** Each of them as the person looked at it. */
export const ManySeen = z.array(z.strictObject({ id: Id, version: Version }), unseen).max(bulkMax)

/** What became of each: done, or refused with the reason. What is refused keeps nothing else from being done. */
export const BulkOutcome = z.object({
  done: z.array(Id),
  refused: z.array(z.object({ id: Id, refusal: z.looseObject({ code: z.string() }) })),
})
export type BulkOutcome = z.infer<typeof BulkOutcome>

export type BulkRefusal = { code: 'bulk.not_found' }

/** Decides about each by itself, once, whether named twice or not; what is not there is refused like anything else. */
export function decideEach<T extends { id: string }, V>(
  ids: readonly string[],
  found: readonly T[],
  decide: (one: T) => Decision<V, Refusal>,
): { decided: { before: T; after: V }[]; outcome: BulkOutcome } {
  const byId = new Map(found.map((one) => [one.id, one]))
  const decided: { before: T; after: V }[] = []
  const outcome: BulkOutcome = { done: [], refused: [] }
  for (const id of new Set(ids)) {
    const before = byId.get(id)
    const decision = before === undefined ? notFound : decide(before)
    if (before !== undefined && decision.ok) {
      decided.push({ before, after: decision.value })
      outcome.done.push(id)
    } else if (!decision.ok) outcome.refused.push({ id, refusal: decision.refusal })
  }
  return { decided, outcome }
}

const notFound = { ok: false, refusal: { code: 'bulk.not_found' } } as const
