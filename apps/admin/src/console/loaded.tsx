'use client'
import type { ReactNode } from 'react'
import { FailureNote } from './failure-note.tsx'

type Found<Data> = { data: Data | undefined; error: unknown; refetch: () => unknown }

type LoadedInput<Data> = {
  found: Found<Data>
  /** What is being read, to whoever does not see it. */
  label: string
  className?: string
  children: (data: Data) => ReactNode
}

/**
 * A part of a page that is read by itself: its place is held until it is there, and says why when it cannot be. What was
 * read once stays, and with it whatever somebody has written into it, when it cannot be read again.
 */
export function Loaded<Data>({ found, label, className, children }: LoadedInput<Data>) {
  const failure = found.error ? (
    <FailureNote
      error={found.error}
      tried="read"
      onRetry={() => void found.refetch()}
      {...(className && { className })}
    />
  ) : null
  if (found.data !== undefined) {
    return (
      <>
        {failure}
        {children(found.data)}
      </>
    )
  }
  if (failure) return failure
  return (
    <div className={className}>
      <div role="status" aria-busy="true" aria-label={`Loading ${label}`} className="grid gap-3 py-2">
        <span className="skeleton w-2/3" />
        <span className="skeleton w-1/2" />
      </div>
    </div>
  )
}
