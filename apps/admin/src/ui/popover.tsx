'use client'
import { Popover as Radix } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'

type PopoverInput = {
  open: boolean
  onOpenChange: (open: boolean) => void
  label: string
  trigger: ReactElement
  children: ReactNode
}

/** A small layer beside its button. Escape and a press elsewhere close it, and the focus goes back to the button. */
export function Popover({ open, onOpenChange, label, trigger, children }: PopoverInput) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Content
        aria-label={label}
        align="start"
        sideOffset={6}
        collisionPadding={8}
        className="overlay-in z-40 max-h-(--radix-popover-content-available-height) min-w-56 overflow-y-auto rounded-md bg-raised shadow-pop outline-none!"
      >
        {children}
      </Radix.Content>
    </Radix.Root>
  )
}
