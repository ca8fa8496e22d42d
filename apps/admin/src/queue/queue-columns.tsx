import type { WorkItem } from '@mainstay/domain/work-item/work-item'
import { type Column, moneyColumn, timeColumn } from '@/console/column.tsx'
import { nextStep, workItems } from '@/nouns/work-item.ts'
import { causeWords, resolutionWords } from '@/nouns/work-item-cause.ts'
import { Avatar } from '@/ui/avatar.tsx'
import { ButtonLink } from '@/ui/button.tsx'
import { Clock } from '@/ui/clock.tsx'
import { Icon } from '@/ui/icon.tsx'
import { None } from '@/ui/table.tsx'

type Reader = { id: string; permissions: readonly string[]; currency: string }

const clock: Column<WorkItem> = {
  id: 'clock',
  name: 'Clock',
  sort: 'dueAt',
  width: 30,
  phone: 'left 1',
  cell: (item) => <Clock due={item.dueAt} since={item.createdAt} />,
}

const back = timeColumn<WorkItem>({
  id: 'back',
  name: 'Comes back',
  width: 30,
  phone: 'left 1',
  of: (item) => item.snoozedUntil,
})

const resolved = timeColumn<WorkItem>({
  id: 'resolved',
  name: 'Resolved',
  sort: 'resolvedAt',
  width: 30,
  phone: 'left 1',
  of: (item) => item.resolvedAt,
})

/** What happened, when it is due or comes back or ended, and who has it or ended it. */
export function queueColumns(view: string, reader: Reader): Column<WorkItem>[] {
  if (view === 'resolved') {
    const outcome = what('How it ended', (item) => resolutionWords(item) ?? causeWords(item).says)
    return [resolved, outcome, endedBy(reader.id), stake(reader.currency)]
  }
  const cause = what('What happened', (item) => causeWords(item).says)
  return [view === 'snoozed' ? back : clock, cause, next(reader.permissions), stake(reader.currency), owner(reader.id)]
}

function what(name: string, lineOf: (item: WorkItem) => string): Column<WorkItem> {
  return {
    id: 'what',
    name,
    kind: 'rowHeader',
    phone: 'wide 2',
    cell: (item) => <What item={item} line={lineOf(item)} />,
  }
}

function next(permissions: readonly string[]): Column<WorkItem> {
  return {
    id: 'next',
    name: 'Next best action',
    width: 36,
    phone: 'left 3',
    className: 'group-data-drawer/page:max-xl:hidden',
    cell: (item) => <Next item={item} permissions={permissions} />,
  }
}

function endedBy(memberId: string): Column<WorkItem> {
  return {
    id: 'by',
    name: 'By',
    width: 44,
    phone: 'wide 3',
    cell: (item) => <EndedBy item={item} you={item.resolvedBy?.id === memberId} />,
  }
}

function stake(currency: string): Column<WorkItem> {
  return moneyColumn({
    id: 'stake',
    name: `At stake, ${currency}`,
    width: 26,
    phone: 'right 1',
    currency,
    of: (item) => item.atStake,
  })
}

function owner(memberId: string): Column<WorkItem> {
  return {
    id: 'owner',
    name: 'Owner',
    header: <span className="sr-only">Owner</span>,
    width: 12,
    phone: 'right 3',
    cell: (item) => <Avatar name={item.owner?.name} you={item.owner?.id === memberId} />,
  }
}

function EndedBy({ item: { resolvedBy, endedBy }, you }: { item: WorkItem; you: boolean }) {
  if (resolvedBy === null) return <None />
  return (
    <>
      <span className="truncate sm:block">{you ? 'You' : resolvedBy.name} </span>
      {endedBy !== null && <span className="text-text-2 sm:block">{workItems.endings[endedBy]}</span>}
    </>
  )
}

function What({ item, line }: { item: WorkItem; line: string }) {
  const { icon, noun } = workItems.kinds[item.kind]
  return (
    <>
      <span className="flex items-center gap-1.5">
        <Icon name={icon} className="size-3.5 text-text-3" />
        <span className="text-text-2">{noun}</span>
        <span className="min-w-0 truncate font-medium">{item.subject.label}</span>
      </span>
      <span className="line-clamp-2 leading-4.5 font-normal wrap-anywhere text-text-2 sm:line-clamp-1">{line}</span>
    </>
  )
}

function Next({ item, permissions }: { item: WorkItem; permissions: readonly string[] }) {
  const step = nextStep(item, permissions)
  if (step === undefined) return <None />
  return (
    <ButtonLink variant="action" href={step.href} prefetch={false} className="-ml-2">
      {step.label}
      <span className="sr-only"> {item.subject.label}</span>
    </ButtonLink>
  )
}
