import type { KeyboardEvent } from 'react'

/** Command or Control with Enter sends the form that the focus is in, or the one within. */
export function sendOnModEnter(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
  event.preventDefault()
  const within = event.currentTarget
  const form = within instanceof HTMLFormElement ? within : within.querySelector('form')
  form?.requestSubmit()
}
