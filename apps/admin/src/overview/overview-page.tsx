'use client'
import { formatMoney } from '@mainstay/domain/money/format'
import { sumOf } from '@mainstay/domain/money/sum'
import { countedMax } from '@mainstay/domain/overview/bounds'
import { isFailure } from '@mainstay/domain/overview/failure'
import type { Overview } from '@mainstay/domain/overview/overview'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Page } from '@/console/page.tsx'
import { useMe } from '@/console/session.tsx'
import { orders } from '@/nouns/order.ts'
import { overviewPlace } from '@/nouns/overview.ts'
import { refunds } from '@/nouns/refund.ts'
import { workItems } from '@/nouns/work-item.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { Clock } from '@/ui/clock.tsx'
import { formatCount } from '@/ui/count.ts'
import { formatCalendarDay } from '@/ui/instant.ts'
import { PageHeader } from '@/ui/page-header.tsx'
import { Columns } from '@/ui/section.tsx'
import { Concerns } from './concerns.tsx'
import { type Tile, Tiles } from './tiles.tsx'
import { MoneyByDay, OrdersByDay } from './trade.tsx'
import { Waiting } from './waiting.tsx'

// Some of it changes by the clock alone.
const everyMillis = 60_000

export function OverviewPage() {
  const trpc = useTRPC()
  const me = useMe()
  const { data } = useSuspenseQuery(trpc.overview.get.queryOptions(undefined, { refetchInterval: everyMillis }))
  const tiles = tilesOf(data, me.tenant.currency)
  return (
    <Page crumbs={[{ label: overviewPlace.title }]}>
      <PageHeader
        title={overviewPlace.title}
        context={`What waits, what is late, and how trade goes at ${me.tenant.name}.`}
      />
      {tiles.length > 0 && <Tiles tiles={tiles} />}
      <Columns rail={<Concerns concerns={data.concerns} />}>
        {data.work && <Waiting kinds={data.work.kinds} />}
        {data.orders && <OrdersByDay days={data.orders} />}
        {data.money && <MoneyByDay days={data.money} />}
      </Columns>
    </Page>
  )
}

function tilesOf({ work, approvals, lateOrders, orders: days }: Overview, currency: string): Tile[] {
  const today = days?.at(-1)
  const failed = sumOf(work?.kinds.filter(isFailure) ?? [], ({ open }) => open)
  const tiles: (Tile | null)[] = [
    work && {
      name: 'Waits for somebody',
      figure: formatCount(work.counts.open, countedMax),
      href: workItems.list(),
      detail: `${formatCount(work.counts.mine)} in your hands, ${formatCount(work.counts.unowned)} in nobody’s`,
    },
    work && {
      name: 'Late',
      figure: formatCount(work.counts.late, countedMax),
      href: workItems.list({ view: 'late' }),
      isAlarming: work.counts.late > 0,
      detail: work.counts.late > 0 ? 'past their clock' : 'nothing is past its clock',
    },
    approvals && {
      name: 'Second person needed',
      figure: formatCount(approvals.open, countedMax),
      href: refunds.list(),
      isAlarming: approvals.late > 0,
      detail: approvals.soonestDueAt === null ? 'nothing to approve' : <Clock due={approvals.soonestDueAt} />,
    },
    today
      ? {
          name: `Orders today, ${formatCalendarDay(today.day)}`,
          figure: formatCount(today.count),
          href: orders.list({ placed: `gte.${today.day}` }),
          detail: formatMoney({ amount: today.total, currency }),
        }
      : null,
    lateOrders === null
      ? null
      : {
          name: 'Late orders',
          figure: formatCount(lateOrders, countedMax),
          href: orders.list({ view: 'late' }),
          isAlarming: lateOrders > 0,
          detail: lateOrders > 0 ? 'not shipped by their date' : 'all within their date',
        },
    work && {
      name: 'Failures',
      figure: formatCount(failed, countedMax),
      href: workItems.list(),
      isAlarming: failed > 0,
      detail: failed > 0 ? 'unknown, refused or held' : 'nothing failed',
    },
  ]
  return tiles.filter((tile) => tile !== null)
}
