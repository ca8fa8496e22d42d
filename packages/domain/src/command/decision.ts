/** What a rule answers: the thing decided, or the reason the business says no. */
export type Decision<T, R extends Refusal> = { ok: true; value: T } | { ok: false; refusal: R }

/** A typed "no": a stable code `noun.reason` and the facts a person needs to understand it. */
export type Refusal = { code: `${string}.${string}` }

export function accept<T>(value: T): { ok: true; value: T } {
  return { ok: true, value }
}

export function refuse<const R extends Refusal>(refusal: R): { ok: false; refusal: R } {
  return { ok: false, refusal }
}

/** Thrown to roll a transaction back when a rule refuses; the api answers 409 with the code and facts. */
export class Refused extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.code)
    this.name = 'Refused'
    this.refusal = refusal
  }
}

/** The value decided; throws Refused when the rule said no. */
export function accepted<T, R extends Refusal>(decision: Decision<T, R>): T {
  if (!decision.ok) throw new Refused(decision.refusal)
  return decision.value
}
