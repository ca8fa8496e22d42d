import type { ReactNode } from 'react'
import { Button } from '@/ui/button.tsx'

type BulkInput = { count: number; noun: string; onClear: () => void; children: ReactNode }

/** What can be done with all that is selected, above the bottom of the screen. */
export function BulkBar({ count, noun, onClear, children }: BulkInput) {
  return (
    <section
      aria-label="Selected"
      className="sticky bottom-11 z-20 mx-auto mb-3 flex max-w-[calc(100%-2rem)] flex-wrap items-center gap-2 rounded-lg bg-raised px-3 py-2 shadow-bar max-md:bottom-3"
    >
      <span role="status" className="px-1 font-medium tabular-nums">
        {count} {count === 1 ? noun : `${noun}s`} selected
      </span>
      {children}
      <Button variant="quiet" onClick={onClear}>
        Clear
      </Button>
    </section>
  )
}
