import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc'
import type { FastifyReply } from 'fastify'
import { v7 } from 'uuid'
import type { Failure } from './failure.ts'
import { problemOf, sendProblem, statusOf } from './problem.ts'
import { transformer } from './transformer.ts'

/** Answers what no procedure saw, in the form that callers of the path read: tRPC's under /trpc, a problem elsewhere. */
export function sendFailure(reply: FastifyReply, failure: Failure): FastifyReply {
  const { id, url } = reply.request
  reply.header('x-request-id', id)
  if (!/^\/trpc(?:[/?]|$)/.test(url)) return sendProblem(reply, failure)
  const { code, message, status: _status, ...facts } = failure
  const data = { code, httpStatus: statusOf(failure), requestId: id, ...facts }
  // One error answers every call of a batch: its client gives it to each of them.
  const error = transformer.output.serialize({ message, code: TRPC_ERROR_CODES_BY_KEY[code], data })
  if (failure.retryAfterSeconds !== undefined) reply.header('retry-after', String(failure.retryAfterSeconds))
  return reply.code(statusOf(failure)).type('application/json').send(JSON.stringify({ error }))
}

/** What of a request could not even be read. Its path is not known, so it is always a problem. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const failure = unreadable[error.code ?? ''] ?? { status: 400, message: 'This is no HTTP request we can read' }
  const requestId = v7()
  const body = JSON.stringify(problemOf({ code: 'BAD_REQUEST', ...failure }, requestId))
  const head = [
    `HTTP/1.1 ${failure.status} ${STATUS_CODES[failure.status]}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

const unreadable: Partial<Record<string, { status: number; message: string }>> = {
  HPE_HEADER_OVERFLOW: { status: 431, message: 'The headers and the path are larger than 16 KiB' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, message: 'The body is larger than 1 MiB' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, message: 'The request did not come to its end in time' },
}
