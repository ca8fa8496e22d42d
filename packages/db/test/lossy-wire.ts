import { once } from 'node:events'
import { type AddressInfo, createServer, connect as openSocket, type Socket } from 'node:net'
import { serialize } from 'pg-protocol'
import { type Frame, framesOf, readBind, readParse, readText } from './wire-frame.ts'

/** What becomes of a statement on its way to PostgreSQL, or of its answer on the way back. */
export type Fault =
  /** The connection is reset. */
  | { how: 'cut'; reaches: boolean }
  /** The network is dead: from here nothing passes, and neither end is told. */
  | { how: 'silence'; reaches: boolean }
  /** The answer, and all behind it, comes after `ms`. */
  | { how: 'late'; ms: number }
  /** PostgreSQL fails the statement with this code, as it does by itself: the transaction is aborted. */
  | { how: 'refusal'; code: string }
  /** The other end says this code as its last word and closes the connection. */
  | { how: 'farewell'; code: string; reaches: boolean }

export interface Trouble {
  /** As `nameStatement` calls it. */
  statement: string
  fault: Fault
  /** Which one of its kind, from 1, on all connections together. */
  nth?: number
  /** How many in a row. */
  times?: number
}

export interface LossyWire {
  /** The same database, by way of this proxy. */
  throughWire(url: string): string
  arm(trouble: Trouble): void
  /** How often the trouble has come so far. */
  struck(): number
  /** The statements that passed, by name, in the order in which they were sent. */
  sent: string[]
  close(): Promise<void>
}

/** Names a statement by its text and by the name it was prepared under, if any; undefined: nobody asks for it. */
export type NameStatement = (text: string, preparedAs: string) => string | undefined

interface Exchange {
  fault?: Fault
  answer: Buffer[]
}

/**
 * A TCP proxy that reads as much of PostgreSQL's protocol as it takes to tell statements apart, and loses chosen ones.
 * pg-protocol decodes only what a server says and encodes only what a client says: a proxy forwards frames as they are.
 */
export async function openLossyWire(serverUrl: string, nameStatement: NameStatement): Promise<LossyWire> {
  const server = new URL(serverUrl)
  const sockets = new Set<Socket>()
  const counts = new Map<string, number>()
  const sent: string[] = []
  let trouble: Trouble | undefined
  let strikes = 0

  function faultOf(name: string | undefined): Fault | undefined {
    if (name === undefined) return undefined
    sent.push(name)
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    if (trouble?.statement !== name) return undefined
    const { nth = 1, times = 1, fault } = trouble
    if (count < nth || count >= nth + times) return undefined
    strikes++
    return fault
  }

  const listener = createServer((client) => {
    const upstream = openSocket({ host: server.hostname, port: Number(server.port || 5432), noDelay: true })
    client.setNoDelay(true)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
    }
    relay(client, upstream, { faultOf, nameStatement })
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo

  return {
    throughWire(url) {
      const through = new URL(url)
      through.hostname = '127.0.0.1'
      through.port = String(port)
      return through.href
    },
    arm(next) {
      trouble = next
      strikes = 0
      counts.clear()
    },
    struck: () => strikes,
    sent,
    async close() {
      for (const socket of sockets) socket.destroy()
      if (!listener.listening) return
      listener.close()
      await once(listener, 'close')
    },
  }
}

interface Telling {
  faultOf(name: string | undefined): Fault | undefined
  nameStatement: NameStatement
}

function relay(client: Socket, upstream: Socket, { faultOf, nameStatement }: Telling): void {
  const prepared = new Map<string, string>()
  const exchanges: Exchange[] = []
  let group: Frame[] = []
  let silent = false
  let heldBack: Buffer[] | undefined

  client.on('data', framesOf({ startsUntyped: true }, fromClient))
  upstream.on('data', framesOf({ startsUntyped: false }, fromServer))
  client.on('close', () => {
    if (!silent) upstream.destroy()
  })
  upstream.on('close', () => {
    if (!silent) client.destroy()
  })

  function fromClient(frame: Frame) {
    if (silent) return
    if (frame.type === 'startup') return exchange([frame], 'connect')
    if (frame.type === 'Q') return exchange([frame], nameStatement(readText(frame), ''))
    // Passwords and the goodbye belong to no statement.
    if (!'PBDECHS'.includes(frame.type)) return void upstream.write(frame.bytes)
    group.push(frame)
    if (frame.type !== 'S') return
    const statement = group
    group = []
    exchange(statement, nameOfGroup(statement))
  }

  function nameOfGroup(frames: readonly Frame[]): string | undefined {
    let name: string | undefined
    for (const frame of frames) {
      if (frame.type === 'P') {
        const { statement, text } = readParse(frame)
        prepared.set(statement, text)
      }
      if (frame.type === 'B') {
        const { statement } = readBind(frame)
        name = nameStatement(prepared.get(statement) ?? '', statement)
      }
    }
    return name
  }

  function exchange(frames: readonly Frame[], name: string | undefined) {
    const fault = faultOf(name)
    const forward = () => upstream.write(Buffer.concat(frames.map(({ bytes }) => bytes)))
    if (fault === undefined) {
      exchanges.push({ answer: [] })
      forward()
    } else if (fault.how === 'refusal') {
      exchanges.push({ answer: [] })
      upstream.write(failing(frames, fault.code))
    } else if (fault.how === 'late' || fault.reaches) {
      exchanges.push({ fault, answer: [] })
      forward()
    } else strike(fault)
  }

  function fromServer({ type, bytes }: Frame) {
    if (silent) return
    const [current] = exchanges
    if (current?.fault === undefined) deliver(bytes)
    else current.answer.push(bytes)
    // Ready for the next query: the answer to this one is complete.
    if (type !== 'Z') return
    exchanges.shift()
    if (current?.fault?.how === 'late') later(current.answer, current.fault.ms)
    else if (current?.fault !== undefined) strike(current.fault)
  }

  function deliver(bytes: Buffer) {
    if (heldBack === undefined) client.write(bytes)
    else heldBack.push(bytes)
  }

  function later(answer: readonly Buffer[], ms: number) {
    const held = [...answer]
    heldBack = held
    setTimeout(() => {
      heldBack = undefined
      if (!client.destroyed) client.write(Buffer.concat(held))
    }, ms).unref()
  }

  function strike(fault: Fault) {
    if (fault.how === 'silence') {
      silent = true
      return
    }
    if (fault.how === 'farewell') client.end(farewell(fault.code))
    else client.resetAndDestroy()
    upstream.destroy()
  }
}

/** Keeps what the client prepares, and puts an error of PostgreSQL's own in the place of what it executes. */
function failing(frames: readonly Frame[], code: string): Buffer {
  const text = `do $$ begin raise exception 'made by the lossy wire' using errcode = '${code}'; end $$`
  if (frames[0]?.type === 'Q') return serialize.query(text)
  const parses = frames.filter(({ type }) => type === 'P').map(({ bytes }) => bytes)
  const instead = [serialize.parse({ text }), serialize.bind(), serialize.execute(), serialize.sync()]
  return Buffer.concat([...parses, ...instead])
}

function farewell(code: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0Mmade by the lossy wire\0\0`)
  const head = Buffer.alloc(5)
  head.write('E')
  head.writeInt32BE(fields.length + 4, 1)
  return Buffer.concat([head, fields])
}
