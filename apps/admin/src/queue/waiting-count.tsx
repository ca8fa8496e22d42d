'use client'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/trpc/client.tsx'
import { cx } from '@/ui/class-names.ts'

// A clock that runs out is no event.
const everySeconds = 60_000

/** How much is open; red when something is past its clock. */
export function WaitingCount() {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.workItem.counts.queryOptions(undefined, { refetchInterval: everySeconds }))
  if (data === undefined || data.open === 0) return null
  const late = data.late > 0
  return (
    <span
      className={cx(
        'ml-auto text-xs font-normal text-text-3 tabular-nums md:max-rail:hidden',
        late && 'font-medium text-danger-text',
      )}
    >
      {data.open}
      <span className="sr-only">{late ? ` open, ${data.late} past the clock` : ' open'}</span>
    </span>
  )
}
