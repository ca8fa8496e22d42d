import { trace } from '@opentelemetry/api'
import { type DestinationStream, type Logger, pino } from 'pino'
import { logStream } from './log-stream.ts'
import { redactRecord, redactText } from './redaction.ts'
import { currentRequestContext } from './request-context.ts'

export type { Logger } from 'pino'

function correlation(): object {
  const span = trace.getActiveSpan()?.spanContext()
  return { ...currentRequestContext(), ...(span ? { traceId: span.traceId } : {}) }
}

/** One for the process: what waits in it is written before what comes later, whoever logs. */
const stdout = logStream(1)

/** JSON lines on stdout. Secrets are hidden by key at any depth, and by shape in the finished line. */
export function createLogger(name: string, destination: DestinationStream = stdout): Logger {
  const asked = process.env.LOG_LEVEL ?? 'info'
  const isLevel = asked === 'silent' || asked in pino.levels.values
  const level = isLevel ? asked : 'info'
  const logger = pino(
    {
      name,
      level,
      mixin: correlation,
      formatters: {
        level: (label) => ({ level: label }),
        log: (record) => redactRecord(record),
        bindings: (bindings) => redactRecord(bindings),
      },
      serializers: { err: (error: Error) => redactRecord(pino.stdSerializers.err(error)) },
      hooks: { streamWrite: redactText },
    },
    destination,
  )
  if (!isLevel) logger.warn(`LOG_LEVEL=${asked} is no level: ${Object.keys(pino.levels.values).join(', ')} or silent`)
  return logger
}
