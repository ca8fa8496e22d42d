'use client'
import { cx } from './class-names.ts'
import { formatClock } from './duration.ts'
import { useMoment } from './now.tsx'

const circumference = 2 * Math.PI * 5
const hour = 3_600_000

/** A ring that fills as the time from `since` to `due` is used; amber in the last hour, a red square after it. */
export function Clock({ due, since }: { due: Date; since?: Date | undefined }) {
  const { now } = useMoment()
  const left = due.getTime() - now.getTime()
  const whole = due.getTime() - (since ?? new Date(due.getTime() - 24 * hour)).getTime()
  const used = whole <= 0 ? 1 : Math.min(1, Math.max(0, 1 - left / whole))
  const look = left < 0 ? 'font-medium text-danger-text' : left < hour ? 'font-medium text-warning-text' : 'text-text-2'
  return (
    <span className={cx('inline-flex items-center gap-[7px] whitespace-nowrap tabular-nums', look)}>
      <svg viewBox="0 0 14 14" aria-hidden="true" className="size-3.5 flex-none">
        {left < 0 ? (
          <>
            <rect x="1" y="1" width="12" height="12" rx="2.5" fill="currentColor" />
            <path d="M7 3.8v3.6M7 9.9v.2" stroke="var(--color-surface)" strokeWidth="1.6" strokeLinecap="round" />
          </>
        ) : (
          <>
            <circle cx="7" cy="7" r="5" fill="none" stroke="currentColor" strokeWidth="2" opacity=".22" />
            <circle
              cx="7"
              cy="7"
              r="5"
              fill="none"
              stroke="currentColor"
              strokeWidth="2"
              strokeDasharray={`${(used * circumference).toFixed(1)} ${circumference.toFixed(1)}`}
              transform="rotate(-90 7 7)"
            />
          </>
        )}
      </svg>
      <time dateTime={due.toISOString()}>
        {formatClock(left)}
        {left >= 0 && <span className="sr-only"> left</span>}
      </time>
    </span>
  )
}
