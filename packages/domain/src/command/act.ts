import type { Actor } from '../access/actor.ts'

/**
 * One act: who does something, when, why, by which right, and for which request or run. It is made once per command, and
 * every row the command writes says so.
 */
export type Act = {
  actor: Actor
  at: Date
  /** In the actor's own words. */
  reason?: string | undefined
  /** The right that lets the actor do it, in words: role, unit, limit. */
  allowedBy?: string | undefined
  requestId?: string | undefined
  runId?: string | undefined
}

/** What the marketplace does by itself: by the clock, or for a run. */
export function bySystem(at: Date, runId?: string): Act {
  return { actor: { type: 'system', name: 'Mainstay' }, at, runId }
}
