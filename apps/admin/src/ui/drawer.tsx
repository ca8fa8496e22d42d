'use client'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { IconButton } from './button.tsx'

/** To the things before and after it in its list, and out of it. */
export type DrawerMoves = {
  onPrevious: (() => void) | undefined
  onNext: (() => void) | undefined
  onClose: () => void
}

type DrawerInput = DrawerMoves & {
  kind: string
  title: ReactNode
  summary?: ReactNode
  footer?: ReactNode
  children: ReactNode
}

/** Beside the list and not modal: the list stays usable. A full-height sheet below 960 px. */
export function Drawer({ kind, title, summary, footer, onPrevious, onNext, onClose, children }: DrawerInput) {
  const titleId = useId()
  const panel = useRef<HTMLElement>(null)

  useEffect(() => {
    const sheet = window.matchMedia('(width < 60rem)').matches
    if (sheet) panel.current?.focus()
  }, [])

  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-labelledby={titleId}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.preventDefault()
        onClose()
      }}
      className="sticky top-12 flex h-[calc(100dvh-3rem)] w-104 flex-none flex-col bg-raised shadow-edge outline-none! max-xl:w-96 max-stack:fixed max-stack:inset-y-0 max-stack:right-0 max-stack:z-30 max-stack:h-dvh max-stack:w-[min(27rem,100%)] max-stack:shadow-pop"
    >
      <header className="border-b px-5 pt-3.5 pb-3">
        <div className="flex items-center gap-2">
          <span className="whitespace-nowrap text-text-3">{kind}</span>
          <span className="ml-auto flex gap-0.5">
            {onPrevious && <IconButton icon="arrowUp" label="Previous item" onClick={onPrevious} />}
            {onNext && <IconButton icon="arrowDown" label="Next item" onClick={onNext} />}
            <IconButton icon="close" label="Close details" onClick={onClose} />
          </span>
        </div>
        <h2 id={titleId} className="mt-1 text-lg tracking-normal">
          {title}
        </h2>
        {summary && <div className="mt-1.5 flex flex-wrap items-center gap-x-3.5 gap-y-1.5">{summary}</div>}
      </header>
      <div className="flex-1 overflow-y-auto px-5 py-4 [scrollbar-width:thin]">{children}</div>
      {footer && <footer className="flex items-center gap-2 border-t px-5 py-2.5">{footer}</footer>}
    </aside>
  )
}
