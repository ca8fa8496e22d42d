import { connect, createServer } from 'node:net'

/**
 * The port that `variable` asks for, which must be free; otherwise the first free one from `preferred` on.
 * `taken` holds what this start has given away already.
 */
export async function choosePort(variable: string, preferred: number, taken: Set<number>): Promise<number> {
  const asked = process.env[variable]
  const port = asked ? await askedPort(variable, asked) : await firstFreePort(preferred, taken)
  taken.add(port)
  return port
}

async function askedPort(variable: string, asked: string): Promise<number> {
  const port = /^\d{1,5}$/.test(asked) ? Number(asked) : Number.NaN
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`${variable}=${asked} is not a port.`)
  if (await isFree(port)) return port
  throw new Error(`${variable}=${port}: the port is taken. Free it, name another, or unset ${variable}.`)
}

async function firstFreePort(preferred: number, taken: Set<number>): Promise<number> {
  for (let port = preferred; port < preferred + 100; port += 1) {
    if (!taken.has(port) && (await isFree(port))) return port
  }
  throw new Error(`No free port between ${preferred} and ${preferred + 99}.`)
}

async function isFree(port: number): Promise<boolean> {
  // A browser may take localhost for ::1, and macOS lets a port be bound twice on different addresses.
  if ((await answers('127.0.0.1', port)) || (await answers('::1', port))) return false
  return canListen(port)
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 500 })
    const done = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => done(true))
    socket.once('timeout', () => done(true))
    socket.once('error', () => done(false))
  })
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
