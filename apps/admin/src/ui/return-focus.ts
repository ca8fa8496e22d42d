'use client'
import { useRef } from 'react'

const fields = 'input:not([type="hidden"], :disabled), select:not(:disabled), textarea:not(:disabled)'

/** For the content of an overlay: it opens on its first field or the one that says so, and closing it goes back to where the focus was. */
export function useReturnFocus() {
  const opener = useRef<Element | null>(null)
  return {
    onOpenAutoFocus: (event: Event) => {
      opener.current = document.activeElement
      const content = event.target
      const field =
        content instanceof Element
          ? (content.querySelector<HTMLElement>('[data-opens-here]') ?? content.querySelector<HTMLElement>(fields))
          : null
      if (field === null) return
      event.preventDefault()
      field.focus()
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault()
      focusAgain(opener.current)
    },
  }
}

/** The page itself where what had the focus is gone, so that the next key does not start at the top of the document. */
function focusAgain(element: Element | null): void {
  const target = element?.isConnected && element !== document.body ? element : document.getElementById('main')
  if (target instanceof HTMLElement) target.focus({ preventScroll: true })
}

/**
 * A ref for what may vanish with the focus on it, as a button does whose act is done: the focus goes on to what is left
 * beside it, so that the next key does not start at the top of the document.
 */
export function passFocusOn(element: HTMLElement | null) {
  const around = element?.closest('li, tr, section')
  return () => {
    if (element === null || document.activeElement !== element) return
    queueMicrotask(() => focusAgain(around?.querySelector('button, a[href]') ?? null))
  }
}
