const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** Milliseconds as `84 ms`, `1.6 s`, `5 h 55 m`, `2 d 4 h`. */
export function formatDuration(milliseconds: number): string {
  const length = Math.abs(milliseconds)
  if (length < second) return `${Math.round(length)} ms`
  if (length < minute - 50) return `${(length / second).toFixed(1)} s`
  if (length < hour) return `${Math.max(1, Math.floor(length / minute))} min`
  if (length < day) return inTwoUnits(length, [hour, 'h'], [minute, 'm'])
  return inTwoUnits(length, [day, 'd'], [hour, 'h'])
}

type Unit = readonly [length: number, name: string]

function inTwoUnits(length: number, [large, largeName]: Unit, [small, smallName]: Unit): string {
  const whole = Math.floor(length / large)
  const rest = Math.floor((length % large) / small)
  return rest === 0 ? `${whole} ${largeName}` : `${whole} ${largeName} ${rest} ${smallName}`
}

/** Time until (positive) or since (negative) a deadline: `18 min`, `5 h 55 m`, `42 min late`. */
export function formatClock(milliseconds: number): string {
  const length = Math.abs(milliseconds)
  const text =
    length < minute ? 'under 1 min' : length < hour ? `${Math.floor(length / minute)} min` : formatDuration(length)
  return milliseconds < 0 ? `${text} late` : text
}
