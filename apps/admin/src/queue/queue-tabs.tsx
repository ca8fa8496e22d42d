import type { WorkItemCounts, workItemList } from '@mainstay/domain/work-item/work-item'
import { workItems } from '@/nouns/work-item.ts'
import { Tabs } from '@/ui/tabs.tsx'

type View = keyof typeof workItemList.views

const tabs: readonly { view: View; label: string }[] = [
  { view: 'open', label: 'All open' },
  { view: 'mine', label: 'Mine' },
  { view: 'late', label: 'Past the clock' },
  { view: 'unowned', label: 'No owner' },
  { view: 'snoozed', label: 'Snoozed' },
  { view: 'resolved', label: 'Resolved' },
]

export function QueueTabs({ view, counts }: { view: View; counts: WorkItemCounts }) {
  return (
    <Tabs
      label="Views of the queue"
      tabs={tabs.map((tab) => ({
        label: tab.label,
        href: workItems.list({ view: tab.view === 'open' ? undefined : tab.view }),
        current: tab.view === view,
        hot: tab.view === 'late' && counts.late > 0,
        ...(tab.view !== 'resolved' && { count: counts[tab.view] }),
      }))}
    />
  )
}

/** `41 open. 3 past their clock, 9 without an owner, 3 are yours.` */
export function countWords({ open, late, unowned, mine }: WorkItemCounts): string {
  if (open === 0) return 'Nothing is open.'
  const yours = mine === 1 ? '1 is yours' : `${mine === 0 ? 'none' : mine} are yours`
  return `${open} open. ${late} past ${late === 1 ? 'its' : 'their'} clock, ${unowned} without an owner, ${yours}.`
}
