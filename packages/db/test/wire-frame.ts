/** One message of PostgreSQL's protocol, version 3. The first of a client has no type. */
export interface Frame {
  type: string
  bytes: Buffer
}

/** Cuts a stream of bytes into frames. */
export function framesOf({ startsUntyped }: { startsUntyped: boolean }, take: (frame: Frame) => void) {
  let rest: Buffer = Buffer.alloc(0)
  let untyped = startsUntyped
  return (chunk: Buffer): void => {
    rest = Buffer.concat([rest, chunk])
    for (;;) {
      const head = untyped ? 0 : 1
      if (rest.length < head + 4) return
      const end = head + rest.readInt32BE(head)
      if (rest.length < end) return
      const bytes = rest.subarray(0, end)
      rest = rest.subarray(end)
      const type = untyped ? 'startup' : String.fromCharCode(bytes[0] ?? 0)
      untyped = false
      take({ type, bytes })
    }
  }
}

export function readText({ bytes }: Frame): string {
  return textAt(bytes, 5).text
}

/** A Parse message: the name it prepares, and the text. */
export function readParse({ bytes }: Frame): { statement: string; text: string } {
  const statement = textAt(bytes, 5)
  return { statement: statement.text, text: textAt(bytes, statement.end).text }
}

/** A Bind message: the name of the statement, behind that of the portal. */
export function readBind({ bytes }: Frame): { statement: string } {
  return { statement: textAt(bytes, textAt(bytes, 5).end).text }
}

function textAt(bytes: Buffer, start: number): { text: string; end: number } {
  const end = bytes.indexOf(0, start)
  return { text: bytes.toString('utf8', start, end), end: end + 1 }
}
