import {
  type AnyTRPCRouter,
  callTRPCProcedure,
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  type TRPCError,
  transformTRPCResponse,
} from '@trpc/server'
import { fastifyRequestHandler } from '@trpc/server/adapters/fastify'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import type { Context } from './context.ts'
import { failureOf } from './failure.ts'
import { describeProcedures } from './procedures.ts'
import { readInput } from './read-input.ts'

type ContextOf = (request: FastifyRequest, reply: FastifyReply) => Context
type Call = { path: string; input: unknown }
type Answer = { result: { data: unknown } } | { error: ReturnType<typeof getTRPCErrorShape> }

const callsMax = 20

/**
 * Serves the router to its typed client. Queries asked by GET are answered here: tRPC's adapter makes a web request and
 * a web stream of each, which costs more than the query. Everything else, and whatever is odd, is for the adapter.
 */
export function serveRpc(app: FastifyInstance, router: AnyTRPCRouter, contextOf: ContextOf): void {
  const queries = new Set(
    describeProcedures(router)
      .filter(({ type, meta }) => type === 'query' && meta.rest?.answer === undefined)
      .map(({ path }) => path),
  )
  // The adapter reads the text of a body itself.
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body))

  app.route<{ Params: { path: string } }>({
    method: ['GET', 'POST'],
    url: '/:path',
    exposeHeadRoute: false,
    handler: serve,
  })

  async function serve(request: FastifyRequest<{ Params: { path: string } }>, reply: FastifyReply) {
    const asked = request.method === 'GET' ? callsOf(request, request.params.path, queries) : undefined
    if (asked) return answer(router, asked, { ctx: contextOf(request, reply), reply })
    await fastifyRequestHandler({
      router,
      req: request,
      res: reply,
      path: request.params.path,
      maxBatchSize: callsMax,
      // A query whose input is longer than an address is asked by POST.
      allowMethodOverride: true,
      createContext: ({ req, res }) => contextOf(req, res),
      responseMeta: ({ errors }) => ({ headers: retryAfter(errors) }),
    })
    return reply
  }
}

const Query = z.strictObject({ batch: z.literal('1').optional(), input: z.string().optional() })
const Inputs = z.record(z.string(), z.unknown())

/** The calls of a plain GET; undefined when anything about it is unusual. */
function callsOf({ query, headers }: FastifyRequest, path: string, queries: Set<string>) {
  const { data: asked } = Query.safeParse(query)
  if (!asked || headers['trpc-accept'] !== undefined || headers['content-type'] !== undefined) return undefined
  const isBatch = asked.batch !== undefined
  const paths = isBatch ? path.split(',') : [path]
  if (paths.length > callsMax || !paths.every((each) => queries.has(each))) return undefined
  try {
    const sent: unknown = asked.input === undefined ? {} : JSON.parse(asked.input)
    const inputs = isBatch || asked.input === undefined ? Inputs.parse(sent) : { 0: sent }
    return { isBatch, calls: paths.map((each, index) => ({ path: each, input: inputOf(inputs[index]) })) }
  } catch {
    return undefined
  }
}

function inputOf(sent: unknown): unknown {
  return sent === undefined ? undefined : readInput(sent)
}

async function answer(
  router: AnyTRPCRouter,
  { isBatch, calls }: { isBatch: boolean; calls: Call[] },
  { ctx, reply }: { ctx: Context; reply: FastifyReply },
): Promise<FastifyReply> {
  const config = router._def._config
  const errors: TRPCError[] = []
  const answers = await Promise.all(
    calls.map(async ({ path, input }, batchIndex): Promise<Answer> => {
      try {
        const getRawInput = async () => input
        const call = { router, path, type: 'query', ctx, getRawInput, signal: undefined, batchIndex } as const
        return { result: { data: await callTRPCProcedure(call) } }
      } catch (cause) {
        const error = getTRPCErrorFromUnknown(cause)
        errors.push(error)
        return { error: getTRPCErrorShape({ config, ctx, error, input, path, type: 'query' }) }
      }
    }),
  )
  const statuses = new Set(errors.map(getHTTPStatusCodeFromError))
  if (errors.length < calls.length) statuses.add(200)
  const [status = 200] = statuses
  const [only] = answers
  const body = transformTRPCResponse(config, isBatch || !only ? answers : only)
  return reply
    .status(statuses.size > 1 ? 207 : status)
    .headers({ 'content-type': 'application/json', vary: 'trpc-accept, accept', ...retryAfter(errors) })
    .send(JSON.stringify(body))
}

function retryAfter(errors: readonly TRPCError[]): Record<string, string> {
  const seconds = Math.max(0, ...errors.map((error) => failureOf(error).retryAfterSeconds ?? 0))
  return seconds > 0 ? { 'retry-after': String(seconds) } : {}
}
