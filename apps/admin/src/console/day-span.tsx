'use client'
import { dayAt } from '@mainstay/domain/list/day'
import { spanOf, spanText } from '@mainstay/domain/list/filter-text'
import { DayPicker } from 'react-day-picker'
import { enGB } from 'react-day-picker/locale'
import 'react-day-picker/style.css'
import { useMoment } from '@/ui/now.tsx'

/** Two days of the marketplace and those between. The text is what the address says: `gte.2026-11-15,lte.2026-11-20`. */
export function DaySpan({ text, onText }: { text: string; onText: (text: string) => void }) {
  const { now, timeZone } = useMoment()
  const span = spanOf(text) ?? {}
  const today = dayAt(now, timeZone)
  return (
    <DayPicker
      mode="range"
      locale={enGB}
      today={dateOf(today)}
      defaultMonth={dateOf(span.from ?? span.to ?? today)}
      selected={{ from: span.from ? dateOf(span.from) : undefined, to: span.to ? dateOf(span.to) : undefined }}
      onSelect={(range) =>
        onText(
          spanText({ ...(range?.from && { from: textOf(range.from) }), ...(range?.to && { to: textOf(range.to) }) }),
        )
      }
      autoFocus
      classNames={{
        caption_label: 'rdp-caption_label text-base font-semibold',
        chevron: 'rdp-chevron size-4 fill-accent-text!',
      }}
      className="day-span"
    />
  )
}

/** The calendar draws days of the browser's own zone; only their date is meant. */
function dateOf(day: string): Date {
  return new Date(`${day}T00:00`)
}

function textOf(date: Date): string {
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-')
}
