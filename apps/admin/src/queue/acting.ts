import type { BulkOutcome } from '@mainstay/domain/command/bulk'
import type { ClaimWorkItems } from '@mainstay/domain/work-item/command'
import type { WorkItem } from '@mainstay/domain/work-item/work-item'
import type { Face } from '@/console/action.tsx'
import { counted } from '@/ui/count.ts'

/** Something done to one item or to several. Whoever has it done is told what came of each. */
export type Acting = Omit<Face, 'label'> & { items: readonly WorkItem[]; onOutcome: (outcome: BulkOutcome) => void }

/** `NW-7Q3F is put aside.`, or `3 items are put aside.` */
export function outcomeWords(items: readonly WorkItem[], { done }: BulkOutcome, what: string): string {
  const [first] = done
  if (first === undefined) return 'Nothing was changed.'
  if (done.length > 1) return `${done.length} items are ${what}.`
  return `${items.find(({ id }) => id === first)?.subject.label ?? 'The item'} is ${what}.`
}

/** `NW-7Q3F`, or `3 items`. */
export function nameOfAll(items: readonly WorkItem[]): string {
  const [first] = items
  return first !== undefined && items.length === 1 ? first.subject.label : counted(items.length, 'item')
}

/** Several items as they are seen: whoever changed one since is not overridden. */
export function asSeen(items: readonly WorkItem[]) {
  return { workItemIds: items.map(({ id }) => id), seen: items.map(({ id, version }) => ({ id, version })) }
}

/** Those it was done to, as they are after it: it is taken back only where nobody did more. */
export function asDone({ seen }: Pick<ClaimWorkItems, 'seen'>, { done }: BulkOutcome) {
  const changed = seen.filter(({ id }) => done.includes(id))
  return { workItemIds: done, seen: changed.map(({ id, version }) => ({ id, version: version + 1 })) }
}
