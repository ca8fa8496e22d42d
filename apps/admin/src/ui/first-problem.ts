'use client'
import { type RefObject, useEffect, useRef } from 'react'

/** For a form: after every try that left something to mend, the first such field has the focus. */
export function useFirstProblem(tries: number): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [tries])
  return form
}
