'use client'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { formatDay, formatFullInstant, formatInstant } from './instant.ts'

const Moment = createContext({ now: new Date(0), timeZone: 'UTC' })

/** The server's time starts it, so the first paint in the browser says the same; then it moves every 15 seconds. */
export function MomentProvider({ start, timeZone, children }: { start: Date; timeZone: string; children: ReactNode }) {
  const [now, setNow] = useState(start)
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 15_000)
    return () => clearInterval(timer)
  }, [])
  return <Moment value={{ now, timeZone }}>{children}</Moment>
}

export function useMoment(): { now: Date; timeZone: string } {
  return useContext(Moment)
}

type TimeLook = { at: Date; precise?: boolean; full?: boolean }

/** A point in time in the marketplace's zone. `precise` adds seconds, `full` leaves nothing out. */
export function Time({ at, precise = false, full = false }: TimeLook) {
  const { now, timeZone } = useMoment()
  const words = full ? formatFullInstant(at, timeZone) : formatInstant(at, now, { timeZone, seconds: precise })
  return <Said at={at} words={words} />
}

export function Day({ at }: { at: Date }) {
  const { now, timeZone } = useMoment()
  return <Said at={at} words={formatDay(at, now, timeZone)} />
}

function Said({ at, words }: { at: Date; words: string }) {
  const { timeZone } = useMoment()
  return (
    <time
      dateTime={at.toISOString()}
      title={formatFullInstant(at, timeZone)}
      className="whitespace-nowrap tabular-nums"
    >
      {words}
    </time>
  )
}
