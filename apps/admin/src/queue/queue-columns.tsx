import type { WorkItem } from '@mainstay/domain/work-item/work-item'
import type { Column } from '@/console/data-table.tsx'
import { MoneyText } from '@/console/money-text.tsx'
import { plainWords } from '@/console/vendor-words.ts'
import { nextStep, workItems } from '@/nouns/work-item.ts'
import { Avatar } from '@/ui/avatar.tsx'
import { ButtonLink } from '@/ui/button.tsx'
import { Clock } from '@/ui/clock.tsx'
import { Icon } from '@/ui/icon.tsx'
import { Time } from '@/ui/now.tsx'
import { None } from '@/ui/table.tsx'

type Reader = { id: string; permissions: readonly string[]; currency: string }

export function openColumns(reader: Reader): Column<WorkItem>[] {
  return [
    {
      id: 'clock',
      name: 'Clock',
      sorted: 'ascending',
      className: 'sm:w-30',
      cell: (item) => <Clock due={item.dueAt} since={item.createdAt} />,
    },
    { ...what, cell: (item) => <What item={item} line={item.cause} /> },
    {
      id: 'next',
      name: 'Next best action',
      className: 'sm:w-36 group-data-drawer/page:max-xl:hidden max-sm:row-start-3',
      cell: (item) => <Next item={item} permissions={reader.permissions} />,
    },
    stake(reader.currency),
    owner(reader.id),
  ]
}

export function resolvedColumns(reader: Reader): Column<WorkItem>[] {
  return [
    { id: 'due', name: 'Was due', className: 'sm:w-36 text-text-2', cell: (item) => <Time at={item.dueAt} /> },
    { ...what, name: 'How it ended', cell: (item) => <What item={item} line={item.resolution ?? item.cause} /> },
    stake(reader.currency),
    owner(reader.id),
  ]
}

const what = {
  id: 'what',
  name: 'What happened',
  kind: 'rowHeader',
  className: 'whitespace-normal! max-sm:col-span-2 max-sm:row-start-2',
} as const

function stake(currency: string): Column<WorkItem> {
  return {
    id: 'stake',
    name: `At stake, ${currency}`,
    kind: 'number',
    className: 'sm:w-26 max-sm:col-start-2 max-sm:row-start-1',
    cell: ({ atStake }) =>
      atStake === null ? <None /> : <MoneyText bare={atStake.currency === currency} money={atStake} />,
  }
}

function owner(memberId: string): Column<WorkItem> {
  return {
    id: 'owner',
    name: 'Owner',
    header: <span className="sr-only">Owner</span>,
    className: 'sm:w-12 max-sm:col-start-2 max-sm:row-start-3 max-sm:justify-self-end',
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
      <span className="line-clamp-2 leading-4.5 font-normal wrap-anywhere text-text-2 sm:line-clamp-1">
        {plainWords(line)}
      </span>
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
