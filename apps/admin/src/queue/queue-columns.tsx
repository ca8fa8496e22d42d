import type { WorkItem } from '@mainstay/domain/work-item/work-item'
import type { Column } from '@/console/data-table.tsx'
import { MoneyText } from '@/console/money-text.tsx'
import { nextStep, workItems } from '@/nouns/work-item.ts'
import { causeWords, resolutionWords } from '@/nouns/work-item-cause.ts'
import { Avatar } from '@/ui/avatar.tsx'
import { ButtonLink } from '@/ui/button.tsx'
import { cx } from '@/ui/class-names.ts'
import { Clock } from '@/ui/clock.tsx'
import { Icon } from '@/ui/icon.tsx'
import { Time } from '@/ui/now.tsx'
import { None } from '@/ui/table.tsx'

// On a narrow screen a row is a block, with the box that selects it in a column before the others.
const firstCell = 'max-sm:row-start-1 max-sm:in-data-selectable:col-start-2'

type Reader = { id: string; permissions: readonly string[]; currency: string }

export function openColumns(reader: Reader): Column<WorkItem>[] {
  return [
    {
      id: 'clock',
      name: 'Clock',
      sort: 'dueAt',
      className: cx('sm:w-30', firstCell),
      cell: (item) => <Clock due={item.dueAt} since={item.createdAt} />,
    },
    { ...what, cell: (item) => <What item={item} line={causeWords(item).says} /> },
    {
      id: 'next',
      name: 'Next best action',
      className:
        'sm:w-36 group-data-drawer/page:max-xl:hidden max-sm:row-start-3 max-sm:in-data-selectable:col-start-2',
      cell: (item) => <Next item={item} permissions={reader.permissions} />,
    },
    stake(reader.currency),
    owner(reader.id),
  ]
}

/** When each comes back, instead of its clock. */
export function snoozedColumns(reader: Reader): Column<WorkItem>[] {
  const [, ...others] = openColumns(reader)
  const back: Column<WorkItem> = {
    id: 'back',
    name: 'Comes back',
    className: cx('sm:w-30 text-text-2', firstCell),
    cell: ({ snoozedUntil }) => (snoozedUntil === null ? <None /> : <Time at={snoozedUntil} />),
  }
  return [back, ...others]
}

export function resolvedColumns(reader: Reader): Column<WorkItem>[] {
  return [
    {
      id: 'resolved',
      name: 'Resolved',
      sort: 'resolvedAt',
      className: 'sm:w-30 text-text-2',
      cell: ({ resolvedAt }) => (resolvedAt === null ? <None /> : <Time at={resolvedAt} />),
    },
    {
      ...what,
      name: 'How it ended',
      cell: (item) => <What item={item} line={resolutionWords(item) ?? causeWords(item).says} />,
    },
    {
      id: 'by',
      name: 'By',
      className: 'sm:w-44 max-sm:col-[1/-1] max-sm:row-start-3',
      cell: (item) => <EndedBy item={item} you={item.resolvedBy?.id === reader.id} />,
    },
    stake(reader.currency),
  ]
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

const what = {
  id: 'what',
  name: 'What happened',
  kind: 'rowHeader',
  className: 'whitespace-normal! max-sm:col-[1/-1] max-sm:row-start-2 max-sm:in-data-selectable:col-[2/-1]',
} as const

function stake(currency: string): Column<WorkItem> {
  return {
    id: 'stake',
    name: `At stake, ${currency}`,
    kind: 'number',
    className: 'sm:w-26 max-sm:col-end-[-1] max-sm:row-start-1',
    cell: ({ atStake }) =>
      atStake === null ? <None /> : <MoneyText bare={atStake.currency === currency} money={atStake} />,
  }
}

function owner(memberId: string): Column<WorkItem> {
  return {
    id: 'owner',
    name: 'Owner',
    header: <span className="sr-only">Owner</span>,
    className: 'sm:w-12 max-sm:col-end-[-1] max-sm:row-start-3 max-sm:justify-self-end',
    cell: (item) => <Avatar name={item.owner?.name} you={item.owner?.id === memberId} />,
  }
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
