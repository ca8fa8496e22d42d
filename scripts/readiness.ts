import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** Waits until `url` answers 200 without a redirect. */
export async function untilAnswers(url: string, seconds: number): Promise<void> {
  let last = 'no answer'
  const reached = await untilTrue(seconds, async () => {
    try {
      const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(10_000) })
      await response.arrayBuffer()
      last = `${response.status}`
      return response.status === 200
    } catch {
      return false
    }
  })
  if (!reached) throw new Error(`${url} did not answer 200 within ${seconds} s (last: ${last}).`)
}

/** Waits until something listens on a port of 127.0.0.1. */
export async function untilListens(name: string, port: number, seconds: number): Promise<void> {
  if (await untilTrue(seconds, () => listens(port))) return
  throw new Error(`${name} did not listen on port ${port} within ${seconds} s.`)
}

async function untilTrue(seconds: number, isTrue: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + seconds * 1000
  while (performance.now() < deadline) {
    if (await isTrue()) return true
    await pause(150)
  }
  return false
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
