'use client'
import { Tooltip as Radix } from 'radix-ui'
import { type ReactElement, type ReactNode, useState } from 'react'

/** Why something cannot be done: the fact, then who or what can unblock it. */
export type Refusal = { fact: string; wayOut?: string }

/** Opens on hover, focus and tap. `children` takes a ref and event props. */
export function RefusalTooltip({ refusal, children }: { refusal: Refusal; children: ReactElement }) {
  const [open, setOpen] = useState(false)
  return (
    <Radix.Provider delayDuration={100}>
      <Radix.Root open={open} onOpenChange={setOpen}>
        <Radix.Trigger
          asChild
          onClick={(event) => {
            event.preventDefault()
            setOpen(true)
          }}
        >
          {children}
        </Radix.Trigger>
        <TooltipBody>
          <b className="block">{refusal.fact}</b>
          {refusal.wayOut}
        </TooltipBody>
      </Radix.Root>
    </Radix.Provider>
  )
}

// In place and not in a portal: what it says belongs to the landmark of the control.
function TooltipBody({ children }: { children: ReactNode }) {
  return (
    <Radix.Content
      data-tooltip
      sideOffset={8}
      collisionPadding={12}
      className="overlay-in z-60 w-max max-w-76 rounded-md bg-inverse px-2.5 py-2 text-left text-sm leading-4.5 font-normal whitespace-normal text-text-inverse"
    >
      {children}
    </Radix.Content>
  )
}
