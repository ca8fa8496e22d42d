import { accept, type Decision, refuse } from '../command/decision.ts'
import { workItemKinds } from './kind.ts'
import type { WorkItemResolution } from './resolution.ts'
import { snoozeDaysMax } from './snooze.ts'
import type { WorkItem } from './work-item.ts'

export type WorkItemRefusal =
  | { code: 'work_item.already_resolved' }
  | { code: 'work_item.changed'; version: number; owner: string | null }
  | { code: 'work_item.owned'; owner: string }
  | { code: 'work_item.not_yours'; owner: string | null }
  | { code: 'work_item.out_of_sight'; name: string }
  | { code: 'work_item.snooze_over' }
  | { code: 'work_item.snooze_too_long'; latest: Date }
  | { code: 'work_item.awaits_decision'; subject: WorkItem['subject'] }
  | { code: 'work_item.awaits_fact'; subject: WorkItem['subject'] }
  | { code: 'work_item.thread_full'; most: number }

type Person = { id: string; name: string }
type Decided<W> = Decision<W, WorkItemRefusal>

/**
 * Decides about an item as somebody saw it: what a colleague did to it since is not undone unseen. The rule answers
 * first, because who has an item says more than that it changed.
 */
export function decideAsSeen<W extends Pick<WorkItem, 'version' | 'owner'>>(
  item: W,
  version: number | undefined,
  decide: (item: W) => Decided<W>,
): Decided<W> {
  const decision = decide(item)
  if (!decision.ok || version === item.version) return decision
  return refuse({ code: 'work_item.changed', version: item.version, owner: item.owner?.name ?? null })
}

/** Taking an item again changes nothing; taking one from a colleague is refused, so that two people do not do it. */
export function claimWorkItem<W extends Pick<WorkItem, 'status' | 'owner'>>(item: W, person: Person): Decided<W> {
  if (item.status === 'resolved') return refuse({ code: 'work_item.already_resolved' })
  if (item.owner !== null && item.owner.id !== person.id) {
    return refuse({ code: 'work_item.owned', owner: item.owner.name })
  }
  return accept({ ...item, owner: { id: person.id, name: person.name } })
}

/** Only its owner lets go of an item; a colleague who takes it over assigns it. */
export function releaseWorkItem<W extends Pick<WorkItem, 'status' | 'owner'>>(item: W, person: Person): Decided<W> {
  if (item.status === 'resolved') return refuse({ code: 'work_item.already_resolved' })
  if (item.owner?.id !== person.id) return refuse({ code: 'work_item.not_yours', owner: item.owner?.name ?? null })
  return accept({ ...item, owner: null })
}

/** Gives an item to a colleague, from whoever has it: openly, and only to somebody who finds it on the queue. */
export function assignWorkItem<W extends Pick<WorkItem, 'status' | 'owner'>>(
  item: W,
  colleague: Person & { seesQueue: boolean },
): Decided<W> {
  if (item.status === 'resolved') return refuse({ code: 'work_item.already_resolved' })
  if (!colleague.seesQueue) return refuse({ code: 'work_item.out_of_sight', name: colleague.name })
  return accept({ ...item, owner: { id: colleague.id, name: colleague.name } })
}

/** The latest an item may come back: in a week, or before a clock that waits for nobody. */
export function latestSnooze({ kind, dueAt }: Pick<WorkItem, 'kind' | 'dueAt'>, now: Date): Date {
  const inAWeek = new Date(now.getTime() + snoozeDaysMax * 86_400_000)
  return workItemKinds[kind].deadline && dueAt < inAWeek ? dueAt : inAWeek
}

/** Puts an item aside for a while, or brings it back at once. */
export function snoozeWorkItem<W extends Pick<WorkItem, 'kind' | 'status' | 'dueAt' | 'snoozedUntil'>>(
  item: W,
  until: Date | null,
  now: Date,
): Decided<W> {
  if (item.status === 'resolved') return refuse({ code: 'work_item.already_resolved' })
  if (until === null) return accept({ ...item, snoozedUntil: null })
  if (until <= now) return refuse({ code: 'work_item.snooze_over' })
  const latest = latestSnooze(item, now)
  if (until > latest) return refuse({ code: 'work_item.snooze_too_long', latest })
  return accept({ ...item, snoozedUntil: until })
}

export function isSnoozed({ status, snoozedUntil }: Pick<WorkItem, 'status' | 'snoozedUntil'>, now: Date): boolean {
  return status === 'open' && snoozedUntil !== null && snoozedUntil > now
}

type Closing = Pick<
  WorkItem,
  'kind' | 'subject' | 'status' | 'snoozedUntil' | 'resolution' | 'resolvedAt' | 'resolvedBy' | 'endedBy'
>
type Closed = { resolution: WorkItemResolution; resolvedBy: NonNullable<WorkItem['resolvedBy']>; resolvedAt: Date }

/** A person closes what a person ends. What stands for a decision goes with the decision, what waits for a fact with it. */
export function resolveWorkItem<W extends Closing>(item: W, closed: Closed): Decided<W> {
  if (item.status === 'resolved') return refuse({ code: 'work_item.already_resolved' })
  const { ends } = workItemKinds[item.kind]
  if (ends.includes('decision')) return refuse({ code: 'work_item.awaits_decision', subject: item.subject })
  if (!ends.includes('person')) return refuse({ code: 'work_item.awaits_fact', subject: item.subject })
  return accept({ ...item, ...closed, status: 'resolved', snoozedUntil: null, endedBy: 'person' })
}

/** What it waited for has happened, whoever made it happen. */
export function closedByItself<W extends Closing>(item: W, closed: Closed): W {
  const endedBy = workItemKinds[item.kind].ends.includes('decision') ? 'decision' : 'fact'
  return { ...item, ...closed, status: 'resolved', snoozedUntil: null, endedBy }
}

export const commentsMax = 200

/** What is said stays: also about an item that is closed. */
export function commentOnWorkItem<W>(item: W, commentsBefore: number): Decided<W> {
  if (commentsBefore >= commentsMax) return refuse({ code: 'work_item.thread_full', most: commentsMax })
  return accept(item)
}
