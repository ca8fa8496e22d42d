import type { ReactNode } from 'react'

/** Floats above the bottom while rows are selected. */
export function BulkBar({ count, children }: { count: number; children: ReactNode }) {
  return (
    <div
      role="toolbar"
      aria-label={`Actions for ${count} selected items`}
      className="overlay-in sticky bottom-11 z-8 mx-auto my-3 flex w-max max-w-[calc(100%-24px)] items-center gap-0.5 overflow-x-auto rounded-lg bg-raised p-[5px] shadow-bar max-stack:bottom-3 [&_button:not([aria-disabled])]:inset-ring-0"
    >
      <span aria-live="polite" className="px-2.5 font-medium whitespace-nowrap">
        {count} selected
      </span>
      {children}
    </div>
  )
}
