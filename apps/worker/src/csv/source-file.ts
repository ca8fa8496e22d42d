import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'

/** The file cannot be read at all; the message says why and what to do. */
export class FileRefused extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'FileRefused'
  }
}

/** A file as it was when it was looked at: `bytes` from its beginning. What is written to its end later is not read. */
export type SourceFile = { path: string; bytes: number; encoding: string }

/** Looks how long a file is and how it is written. `told` is the encoding somebody named. Throws FileRefused. */
export async function lookAtFile(path: string, told?: string): Promise<SourceFile> {
  const handle = await open(path)
  try {
    const { size } = await handle.stat()
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0)
    return { path, bytes: size, encoding: encodingOf(buffer.subarray(0, bytesRead), told) }
  } finally {
    await handle.close()
  }
}

const marks = [
  { encoding: 'utf-8', mark: Buffer.from([0xef, 0xbb, 0xbf]) },
  { encoding: 'utf-16le', mark: Buffer.from([0xff, 0xfe]) },
  { encoding: 'utf-16be', mark: Buffer.from([0xfe, 0xff]) },
]

function encodingOf(start: Buffer, told: string | undefined): string {
  const marked = marks.find(({ mark }) => start.subarray(0, mark.length).equals(mark))?.encoding
  if (marked !== undefined && told !== undefined && told !== marked)
    throw new FileRefused(`Its first bytes say ${marked}, and --encoding says ${told}. Leave --encoding out.`)
  const zeros = start.filter((byte) => byte === 0).length
  if (marked === undefined && told === undefined && zeros > start.length / 4)
    throw new FileRefused(
      'It holds zero bytes, as UTF-16 does without a mark. Name the encoding, such as --encoding utf-16le, or save it as UTF-8.',
    )
  return told ?? marked ?? 'utf-8'
}

/** The text in pieces, without a byte order mark. A byte that is none of the encoding becomes U+FFFD. */
async function* textOf(file: SourceFile): AsyncGenerator<string> {
  const decoder = new TextDecoder(file.encoding)
  for await (const bytes of bytesOf(file)) yield decoder.decode(bytes, { stream: true })
  yield decoder.decode()
}

/** A file without line ends would be held in memory whole. */
const lineMax = 1_048_576

/** The lines of a file, which end at LF, CRLF or CR and at nothing else. */
export async function* linesOf(file: SourceFile): AsyncGenerator<string> {
  let open = ''
  for await (const text of textOf(file)) {
    const lines = `${open}${text}`.split(/\r\n|\n|\r(?=[^\n])/)
    open = lines.pop() ?? ''
    if (open.length > lineMax)
      throw new FileRefused('A line is longer than a million characters: it must hold one row. Nothing was imported.')
    yield* lines
  }
  if (open !== '') yield open.replace(/\r$/, '')
}

/** What the file holds, whatever its name. */
export async function hashOf(file: SourceFile): Promise<string> {
  const hash = createHash('sha256')
  for await (const bytes of bytesOf(file)) hash.update(bytes)
  return hash.digest('hex')
}

async function* bytesOf({ path, bytes }: SourceFile): AsyncGenerator<Buffer> {
  if (bytes > 0) yield* createReadStream(path, { end: bytes - 1 })
}
