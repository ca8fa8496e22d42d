import { trace } from '@opentelemetry/api'
import { type DestinationStream, type Logger, pino } from 'pino'
import { redactRecord, redactText } from './redaction.ts'
import { currentRequestContext } from './request-context.ts'

export type { Logger } from 'pino'

function correlation(): object {
  const span = trace.getActiveSpan()?.spanContext()
  return { ...currentRequestContext(), ...(span ? { traceId: span.traceId } : {}) }
}

/** JSON lines on stdout. Secrets are hidden by key at any depth, and by shape in the finished line. */
export function createLogger(name: string, destination: DestinationStream = pino.destination(1)): Logger {
  return pino(
    {
      name,
      level: process.env.LOG_LEVEL ?? 'info',
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
}
