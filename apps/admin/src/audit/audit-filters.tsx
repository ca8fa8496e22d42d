'use client'
import type { AuditEntry } from '@mainstay/domain/audit/audit'
import type { Query } from '@/address.ts'
import { shortId } from '@/runs/short-id.ts'
import { Input } from '@/ui/field.tsx'
import { Chip, FilterBar } from '@/ui/filter-bar.tsx'
import type { AuditAddress } from './audit-address.ts'
import { subjectWords } from './audit-words.ts'

type Filters = Omit<AuditAddress, 'cursor' | 'row'>

type FiltersInput = {
  filters: Filters
  entries: readonly AuditEntry[]
  timeZone: string
  onNarrow: (changes: Query) => void
}

/** Days to type and chips to take away. Each is one parameter of the address. */
export function AuditFilters({ filters, entries, timeZone, onNarrow }: FiltersInput) {
  return (
    <FilterBar className="border-t">
      <DayField label="From" day={filters.from} max={filters.to} onDay={(from) => onNarrow({ from })} />
      <DayField label="To" day={filters.to} min={filters.from} onDay={(to) => onNarrow({ to })} />
      {chipsOf(filters, entries).map((chip) => (
        <Chip
          key={chip.parameter}
          chip={{ key: chip.key, value: chip.value, onRemove: () => onNarrow({ [chip.parameter]: undefined }) }}
        />
      ))}
      <span className="ml-auto text-sm text-text-3 max-sm:hidden">Days in {timeZone.replaceAll('_', ' ')}</span>
    </FilterBar>
  )
}

type DayInput = {
  label: string
  day: string | null
  min?: string | null
  max?: string | null
  onDay: (day: string | undefined) => void
}

function DayField({ label, day, min = null, max = null, onDay }: DayInput) {
  return (
    <label className="flex items-center gap-1.5 text-sm text-text-2">
      {label}
      <Input
        type="date"
        value={day ?? ''}
        min={min ?? undefined}
        max={max ?? undefined}
        onChange={(event) => onDay(event.target.value || undefined)}
        className="h-(--control-h) w-36 py-0 max-md:text-base"
      />
    </label>
  )
}

function chipsOf(filters: Filters, entries: readonly AuditEntry[]) {
  const chips: { parameter: keyof Filters; key: string; value: string }[] = []
  const { actorId, action, subjectType, subjectId, purchaseId } = filters
  if (actorId !== null) {
    const name = entries.find((entry) => entry.actor.id === actorId)?.actor.name
    chips.push({ parameter: 'actorId', key: 'actor', value: name ?? shortId(actorId) })
  }
  if (action !== null) chips.push({ parameter: 'action', key: 'action', value: action })
  if (subjectType !== null) chips.push({ parameter: 'subjectType', key: 'about', value: subjectWords(subjectType) })
  if (subjectId !== null) {
    const label = entries.find((entry) => entry.subject.id === subjectId)?.subject.label
    chips.push({ parameter: 'subjectId', key: 'thing', value: label ?? shortId(subjectId) })
  }
  if (purchaseId !== null) {
    const label = entries.find((entry) => entry.subject.id === purchaseId)?.subject.label
    chips.push({ parameter: 'purchaseId', key: 'order', value: label ?? shortId(purchaseId) })
  }
  return chips
}
