import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'

export type Ask = {
  method: 'GET' | 'POST'
  path: string
  /** Who asks: an API key's header, or a session's. */
  headers: Record<string, string>
  body?: unknown
  /** Sent with every repetition, so that all of them are one request. */
  key?: string
}

export type Answer = { ok: true; body: unknown } | { ok: false; status: number; code: string }

const Problem = z.object({ code: z.string() })

/** Asks until somebody answers. Undefined when nobody did for `withinMs`: what was done is not known then. */
export async function ask(api: string, request: Ask, withinMs = 90_000): Promise<Answer | undefined> {
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; await pause(100 + Math.random() * 200)) {
    const answer = await attempt(api, request).catch((error: unknown) => {
      if (isOutage(error)) return undefined
      throw error
    })
    const isPassing = answer === undefined || (!answer.ok && (answer.status >= 500 || answer.code === inProgress))
    if (!isPassing) return answer
  }
  return undefined
}

const inProgress = 'idempotency.in_progress'

async function attempt(api: string, { method, path, headers, body, key }: Ask): Promise<Answer> {
  const response = await fetch(`${api}${path}`, {
    method,
    headers: {
      ...headers,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  })
  const answered: unknown = await response.json()
  if (response.ok) return { ok: true, body: answered }
  return { ok: false, status: response.status, code: Problem.parse(answered).code }
}

/** No connection, a broken one, half an answer, or none in time. */
function isOutage(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof SyntaxError) return true
  return error instanceof Error && error.name === 'TimeoutError'
}

/** The body of an answer that must be a yes. */
export function bodyOf<T>(schema: z.ZodType<T>, answer: Answer | undefined): T {
  if (answer?.ok) return schema.parse(answer.body)
  throw new Error(answer === undefined ? 'nobody answered' : `refused: ${answer.status} ${answer.code}`)
}
