/** How often the api has said that the session is over, since somebody last signed in. */
let said = 0
const listeners = new Set<() => void>()

function say(times: number): void {
  said = times
  for (const listener of listeners) listener()
}

export const signedOut = {
  happened: () => say(said + 1),
  isMended: () => say(0),
  times: () => said,
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}
