'use client'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { IconButton } from './button.tsx'
import { cx } from './class-names.ts'
import { useReturnFocus } from './return-focus.ts'
import { sendOnModEnter } from './send-on-enter.ts'

type DialogInput = {
  open?: boolean
  onClose: () => void
  title: ReactNode
  description?: ReactNode
  children: ReactNode
  className?: string
}

export function Dialog({ open = true, onClose, title, description, children, className }: DialogInput) {
  const focus = useReturnFocus()
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          {...focus}
          onKeyDown={sendOnModEnter}
          {...(description === undefined && { 'aria-describedby': undefined })}
          className={cx(
            'overlay-in fixed top-[10vh] left-1/2 z-50 flex max-h-[80vh] w-[min(34rem,calc(100%-2rem))] -translate-x-1/2 flex-col overflow-hidden rounded-lg bg-raised shadow-pop outline-none!',
            className,
          )}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-1">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-lg tracking-normal">{title}</Radix.Title>
              {description !== undefined && (
                <Radix.Description className="mt-1 text-text-2">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <IconButton icon="close" label="Close" className="-mr-1.5" />
            </Radix.Close>
          </header>
          <div className="overflow-y-auto px-5 pt-2 pb-5">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
