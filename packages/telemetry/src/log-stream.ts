import { type DestinationStream, pino } from 'pino'
import { Counter } from 'prom-client'
import { registry } from './metrics.ts'

const bytesMax = 1_000_000

const droppedLines = new Counter({
  name: 'mainstay_log_lines_dropped_total',
  help: 'Log lines lost because their stream could not be written: a full disk, or a reader that is gone.',
  registers: [registry],
})

/**
 * Lines on a file descriptor. One that cannot be written waits, with those behind it up to a megabyte, for the next that
 * can; what is beyond that is dropped and counted. Work goes on without its log.
 */
export function logStream(fd: number): DestinationStream {
  const stream = pino.destination({ dest: fd, sync: true, maxLength: bytesMax })
  // Pino's own listener goes silent for ever at a broken pipe, and makes every other error end the process.
  stream.removeAllListeners('error').on('error', () => {})
  stream.on('drop', () => droppedLines.inc())
  return { write: (line) => void stream.write(line) }
}
