import type { AuditEntry } from '@mainstay/domain/audit/audit'
import { actionWords, subjectWords } from './audit-words.ts'

export type Facet = { key: 'actor' | 'action' | 'subjectType'; title: string; values: FacetValue[] }
export type FacetValue = { value: string; label: string; count: number }

/** Who, what and about what on this page of the log, most frequent first. The log itself is not counted. */
export function facetsOf(entries: readonly AuditEntry[]): Facet[] {
  return [
    {
      key: 'actor',
      title: 'Actor',
      values: tally(entries, ({ actor }) => (actor.id === null ? undefined : [actor.id, actor.name])),
    },
    { key: 'action', title: 'Action', values: tally(entries, ({ action }) => [action, actionWords(action)]) },
    {
      key: 'subjectType',
      title: 'About',
      values: tally(entries, ({ subject }) => [subject.type, subjectWords(subject.type)]),
    },
  ]
}

function tally(
  entries: readonly AuditEntry[],
  of: (entry: AuditEntry) => readonly [value: string, label: string] | undefined,
): FacetValue[] {
  const found = new Map<string, FacetValue>()
  for (const entry of entries) {
    const pair = of(entry)
    if (pair === undefined) continue
    const [value, label] = pair
    const known = found.get(value)
    if (known) known.count += 1
    else found.set(value, { value, label, count: 1 })
  }
  return [...found.values()].sort((a, b) => b.count - a.count || a.label.localeCompare(b.label))
}
