import { Readable } from 'node:stream'
import { wholeNumber } from '@mainstay/domain/command/written'
import { type AnyTRPCRouter, callTRPCProcedure, getTRPCErrorFromUnknown } from '@trpc/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import type { Context } from './context.ts'
import { CsvLines } from './export.ts'
import { failureOf } from './failure.ts'
import { sendProblem } from './problem.ts'
import { type Described, describeProcedures } from './procedures.ts'

type ContextOf = (request: FastifyRequest, reply: FastifyReply) => Context

/** Serves every procedure that names a route, as plain JSON: dates as ISO 8601, errors as problems. */
export function serveRest(app: FastifyInstance, router: AnyTRPCRouter, contextOf: ContextOf): void {
  for (const procedure of describeProcedures(router)) {
    const { rest } = procedure.meta
    if (rest)
      app.route({ method: rest.method, url: fastifyPath(rest.path), handler: handlerOf(router, procedure, contextOf) })
  }
}

function handlerOf(router: AnyTRPCRouter, { path, type, meta, input }: Described, contextOf: ContextOf) {
  const fromQuery = queryReader(input)

  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (meta.needsIdempotencyKey && !request.headers['idempotency-key'])
      return sendProblem(reply, { code: 'BAD_REQUEST', message: 'Send the header Idempotency-Key' })
    const rawInput = { ...fromQuery(request.query), ...recordOf(request.body), ...recordOf(request.params) }
    try {
      const answer: unknown = await callTRPCProcedure({
        router,
        path,
        type,
        ctx: contextOf(request, reply),
        getRawInput: async () => rawInput,
        signal: undefined,
        batchIndex: 0,
      })
      if (CsvLines.safeParse(answer).success) return await sendCsv(reply, path, CsvLines.parse(answer))
      return await reply.type('application/json').send(JSON.stringify(answer))
    } catch (cause) {
      return sendProblem(reply, failureOf(getTRPCErrorFromUnknown(cause)))
    }
  }
}

/** Sent as it is read, and read as it is taken. */
function sendCsv(reply: FastifyReply, path: string, lines: AsyncIterable<string>): FastifyReply {
  const name = `${path.split('.')[0]}-${new Date().toISOString().slice(0, 10)}.csv`
  return reply
    .type('text/csv; charset=utf-8; header=present')
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(Readable.from(lines))
}

function fastifyPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1')
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

const JsonType = z.object({ type: z.string().optional() })
const JsonObject = z.object({ properties: z.record(z.string(), JsonType).default({}) })

/** A stranger can name any number of fields; so many that are not of the input are told of. */
const unknownMax = 20

/**
 * A query string holds only texts: a field that is a list, a whole number or a flag is read as one. What the input does not
 * know is handed on too, so that it is refused by name.
 */
function queryReader(input: z.ZodType | undefined): (query: unknown) => Record<string, unknown> {
  const schema = input ? z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) : {}
  const { properties } = JsonObject.parse(schema)
  const fields = Object.entries(properties)
  return (query) => {
    if (typeof query !== 'object' || query === null) return {}
    const given = fields.filter(([name]) => Object.hasOwn(query, name))
    const unknown = Object.entries(query).filter(([name]) => !Object.hasOwn(properties, name))
    const known = given.map(([name, { type }]) => [name, readAs(type, Reflect.get(query, name))])
    return Object.fromEntries([...unknown.slice(0, unknownMax), ...known])
  }
}

function readAs(type: string | undefined, value: unknown): unknown {
  if (type === 'array' && !Array.isArray(value)) return [value]
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true'
  if ((type === 'number' || type === 'integer') && typeof value === 'string') return wholeNumber(value) ?? value
  return value
}
