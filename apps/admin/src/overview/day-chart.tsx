import { area, curveMonotoneX, line } from 'd3-shape'
import { cx } from '@/ui/class-names.ts'
import { Link } from '@/ui/link.tsx'
import { scaleOf } from './scale.ts'

export type Series = { name: string; values: readonly number[]; tone: 'accent' | 'muted' }

type DayChartInput = {
  /** A sentence that says what the picture does. */
  label: string
  days: readonly string[]
  series: readonly Series[]
  /** Of a value on the axis. */
  format: (value: number) => string
  /** What a day is, and where it leads. */
  dayOf: (index: number) => { words: string; href: string }
}

const stroke = { accent: 'var(--color-accent-text)', muted: 'var(--color-text-3)' }

/** A line for each series over the days; each day is a link to what happened on it. */
export function DayChart({ label, days, series, format, dayOf }: DayChartInput) {
  const { top, lines } = scaleOf(series.flatMap(({ values }) => values))
  const x = (index: number) => ((index + 0.5) * 100) / days.length
  const y = (value: number) => 100 - (value * 100) / top
  const path = line<number>((_, index) => x(index), y).curve(curveMonotoneX)
  const ground = area<number>((_, index) => x(index), 100, y).curve(curveMonotoneX)
  return (
    <figure aria-label={label} className="pl-12">
      <div className="relative h-36 border-b border-border-strong">
        {lines.map((value) => (
          <span
            key={value}
            aria-hidden="true"
            className="absolute inset-x-0"
            style={{ bottom: `${(value * 100) / top}%` }}
          >
            <span className={cx('block h-px', value > 0 && 'bg-border')} />
            <span className="absolute right-full mr-2 -translate-y-1/2 text-xs whitespace-nowrap text-text-3 tabular-nums">
              {format(value)}
            </span>
          </span>
        ))}
        <svg
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          aria-hidden="true"
          className="absolute inset-0 size-full overflow-visible"
        >
          {series.map(({ name, values, tone }, index) => (
            <g key={name}>
              {index === 0 && <path d={ground(values) ?? ''} fill={stroke[tone]} opacity=".11" />}
              <path
                d={path(values) ?? ''}
                fill="none"
                stroke={stroke[tone]}
                strokeWidth="1.75"
                strokeLinejoin="round"
                strokeDasharray={index === 0 ? undefined : '4 3'}
                vectorEffect="non-scaling-stroke"
              />
            </g>
          ))}
        </svg>
        <ol className="absolute inset-0 flex">
          {days.map((day, index) => {
            const { words, href } = dayOf(index)
            return (
              <li key={day} className="flex-1">
                <Link
                  href={href}
                  title={words}
                  aria-label={words}
                  className="block h-full rounded-xs hover:bg-text/5"
                />
              </li>
            )
          })}
        </ol>
      </div>
      <div aria-hidden="true" className="mt-1 flex justify-between text-xs text-text-3 tabular-nums">
        <span>{days[0]}</span>
        <span>{days[Math.floor(days.length / 2)]}</span>
        <span>{days.at(-1)}</span>
      </div>
    </figure>
  )
}

/** What the lines are, where there is more than one. */
export function ChartKey({ series }: { series: readonly Series[] }) {
  return (
    <span className="inline-flex flex-wrap gap-x-4">
      {series.map(({ name, tone }, index) => (
        <span key={name} className="inline-flex items-center gap-1.5">
          <svg viewBox="0 0 16 4" aria-hidden="true" className="h-1 w-4">
            <path d="M0 2h16" stroke={stroke[tone]} strokeWidth="2" strokeDasharray={index === 0 ? undefined : '4 3'} />
          </svg>
          {name}
        </span>
      ))}
    </span>
  )
}
