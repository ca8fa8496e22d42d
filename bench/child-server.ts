import { fork } from 'node:child_process'
import { join } from 'node:path'

export type ChildServer = {
  url: string
  /** The processor time it has used. */
  cpuMillis(): Promise<number>
  stop(): Promise<void>
}

/** Starts a server of this folder in a process of its own and answers where it listens. */
export async function childServer(file: string, env: Record<string, string>): Promise<ChildServer> {
  const child = fork(join(import.meta.dirname, file), {
    env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'warn', ...env },
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) => {
      if (typeof message === 'string') resolve(message)
      else reject(new Error(`${file} did not say where it listens`))
    })
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code} before it listened`)))
  })
  return {
    url,
    cpuMillis: () =>
      new Promise((resolve) => {
        child.once('message', (used) => resolve(Number(used)))
        child.send('how much?')
      }),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve())
        child.disconnect()
      }),
  }
}
