import type { ObjectChange } from '@mainstay/domain/command/object-change'

export type Told =
  | { kind: 'changed'; changes: readonly ObjectChange[] }
  /** Nobody knows what changed meanwhile. */
  | { kind: 'missed' }
  /** The session is over. */
  | { kind: 'ended' }
  /** Somebody signed in again, in this tab or another. */
  | { kind: 'resumed'; memberId: string }
  /** The stream was refused; the next question to the api says why. */
  | { kind: 'refused' }
  /** A tab was opened that may have been rendered before the last changes. */
  | { kind: 'opened' }

const name = 'mainstay live'
const againMillis = 10_000

/**
 * Hears what changes, in one stream for all tabs of the browser: over HTTP/1.1 it has six connections in all. Whichever
 * tab holds the lock has the stream and tells the others; when it is closed the next one takes over.
 */
export function openLive(hear: (told: Told) => void): { tell(told: Told): void; close(): void } {
  const closing = new AbortController()
  const tabs = new BroadcastChannel(name)
  tabs.onmessage = ({ data }: MessageEvent<Told>) => hear(data)
  const tell = (told: Told) => {
    if (closing.signal.aborted) return
    tabs.postMessage(told)
    hear(told)
  }
  const stream = () => streamUntil(closing.signal, tell)
  // Locks are for secure contexts; without them each tab has a stream.
  if ('locks' in navigator) navigator.locks.request(name, { signal: closing.signal }, stream).catch(() => {})
  else void stream()
  tabs.postMessage({ kind: 'opened' } satisfies Told)

  return {
    tell,
    close() {
      closing.abort()
      tabs.close()
    },
  }
}

/** EventSource comes back by itself, unless what answered was no stream. */
function streamUntil(closed: AbortSignal, tell: (told: Told) => void): Promise<void> {
  return new Promise((resolve) => {
    let source: EventSource
    let timer: ReturnType<typeof setTimeout> | undefined
    let wasRefused = false
    let hasBegun = false

    function open() {
      source = new EventSource('/api/live')
      source.addEventListener('begun', () => {
        if (wasRefused) tell({ kind: 'missed' })
        // What runs did is told to those who hear it, and not told again.
        else if (hasBegun) tell({ kind: 'changed', changes: [{ type: 'workflow_run', id: '', version: 0 }] })
        hasBegun = true
        wasRefused = false
      })
      source.addEventListener('changed', ({ data }) => tell({ kind: 'changed', changes: JSON.parse(data) }))
      source.addEventListener('missed', () => tell({ kind: 'missed' }))
      source.addEventListener('ended', () => {
        again()
        tell({ kind: 'ended' })
      })
      source.addEventListener('error', () => {
        if (source.readyState !== EventSource.CLOSED) return
        again()
        tell({ kind: 'refused' })
      })
    }

    function again() {
      source.close()
      wasRefused = true
      timer = setTimeout(open, againMillis)
    }

    closed.addEventListener('abort', () => {
      clearTimeout(timer)
      source.close()
      resolve()
    })
    open()
  })
}
