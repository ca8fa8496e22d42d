import type { BulkOutcome } from '@mainstay/domain/command/bulk'
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
