import type { ReactNode } from 'react'
import { Button } from '@/ui/button.tsx'
import { ButtonKey } from '@/ui/kbd.tsx'

type BulkInput = { count: number; noun: string; onClear: () => void; children: ReactNode }

/** What can be done with all that is selected, above the bottom of the screen. */
export function BulkBar({ count, noun, onClear, children }: BulkInput) {
  const things = count === 1 ? noun : `${noun}s`
  return (
    <div
      role="toolbar"
      aria-label={`Actions for ${count} selected ${things}`}
      className="sticky bottom-11 z-20 mx-auto my-3 flex w-max max-w-[calc(100%-1.5rem)] flex-wrap items-center gap-0.5 rounded-lg bg-raised p-[5px] shadow-bar max-stack:bottom-3"
    >
      <span role="status" className="px-2.5 font-medium whitespace-nowrap tabular-nums">
        {count} {things} selected
      </span>
      {children}
      <Button variant="quiet" onClick={onClear}>
        Clear <ButtonKey>Esc</ButtonKey>
      </Button>
    </div>
  )
}
