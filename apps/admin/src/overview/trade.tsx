'use client'
import { formatMoney } from '@mainstay/domain/money/format'
import { sumOf } from '@mainstay/domain/money/sum'
import type { Overview } from '@mainstay/domain/overview/overview'
import { useMe } from '@/console/session.tsx'
import { orders } from '@/nouns/order.ts'
import { refunds } from '@/nouns/refund.ts'
import { formatCount } from '@/ui/count.ts'
import { formatCalendarDay } from '@/ui/instant.ts'
import { Link } from '@/ui/link.tsx'
import { Section } from '@/ui/section.tsx'
import { ChartKey, DayChart } from './day-chart.tsx'
import { formatShort } from './figures.ts'

const onDay = (day: string) => orders.list({ placed: `gte.${day},lte.${day}` })

export function OrdersByDay({ days }: { days: NonNullable<Overview['orders']> }) {
  const { currency } = useMe().tenant
  const counts = days.map(({ count }) => count)
  const today = days.at(-1)
  const total = sumOf(counts, (count) => count)
  return (
    <Section
      title="Orders by day"
      aside={`${formatCount(total)} in ${days.length} days`}
      actions={
        <Link className="link" href={orders.list()}>
          All orders
        </Link>
      }
    >
      <DayChart
        label={`Orders by day: ${formatCount(Math.max(0, ...counts))} at most, ${formatCount(today?.count ?? 0)} today`}
        days={days.map(({ day }) => formatCalendarDay(day))}
        series={[{ name: 'Orders', values: counts, tone: 'accent' }]}
        format={formatCount}
        dayOf={(index) => {
          const { day = '', count = 0, total: amount = 0 } = days[index] ?? {}
          const words = `${formatCalendarDay(day)}: ${formatCount(count)} orders, ${formatMoney({ amount, currency })}`
          return { words, href: onDay(day) }
        }}
      />
    </Section>
  )
}

export function MoneyByDay({ days }: { days: NonNullable<Overview['money']> }) {
  const { currency } = useMe().tenant
  const sum = (of: 'in' | 'out') => formatMoney({ amount: sumOf(days, (day) => day[of]), currency })
  const series = [
    { name: 'Paid for orders of the day', values: days.map((day) => day.in), tone: 'accent' },
    { name: 'Paid back on requests of the day', values: days.map((day) => day.out), tone: 'muted' },
  ] as const
  return (
    <Section
      title="Money in and out"
      aside={<ChartKey series={series} />}
      actions={
        <Link className="link" href={refunds.list({ view: 'all' })}>
          Refunds
        </Link>
      }
    >
      <DayChart
        label={`In ${days.length} days buyers paid ${sum('in')} and were paid back ${sum('out')}`}
        days={days.map(({ day }) => formatCalendarDay(day))}
        series={series}
        format={(value) => formatShort(value, currency)}
        dayOf={(index) => {
          const day = days[index]
          const [paid, back] = [day?.in ?? 0, day?.out ?? 0].map((amount) => formatMoney({ amount, currency }))
          return { words: `${formatCalendarDay(day?.day ?? '')}: ${paid} in, ${back} out`, href: onDay(day?.day ?? '') }
        }}
      />
    </Section>
  )
}
