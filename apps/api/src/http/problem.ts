import type { FastifyReply } from 'fastify'
import type { Failure } from './failure.ts'
import { httpStatusOf } from './trpc.ts'

/** An RFC 9457 problem. The facts of a refusal stand apart: a refund's status is not the answer's. */
export type Problem = {
  type: string
  title: string
  status: number
  code: string
  requestId: string
  facts?: Record<string, unknown>
  errors?: { pointer: string; message: string }[]
}

export function statusOf({ code, status }: Failure): number {
  return status ?? httpStatusOf(code)
}

export function problemOf(failure: Failure, requestId: string): Problem {
  const { refusal, issues } = failure
  const { code, ...facts } = refusal ?? { code: failure.code.toLowerCase() }
  return {
    type: refusal ? `urn:mainstay:refusal:${code}` : 'about:blank',
    title: failure.message,
    status: statusOf(failure),
    code,
    requestId,
    ...(refusal && { facts }),
    ...(issues && { errors: issues }),
  }
}

export function sendProblem(reply: FastifyReply, failure: Failure): FastifyReply {
  if (failure.retryAfterSeconds !== undefined) reply.header('retry-after', String(failure.retryAfterSeconds))
  return reply
    .code(statusOf(failure))
    .type('application/problem+json')
    .send(JSON.stringify(problemOf(failure, reply.request.id)))
}
