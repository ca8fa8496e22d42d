import type { AppRouter } from '@mainstay/api/router/router'
import {
  createTRPCClient,
  httpBatchLink,
  httpLink,
  type OperationContext,
  retryLink,
  splitLink,
  type TRPCClientError,
  type TRPCLink,
} from '@trpc/client'
import { addressMax, isTooLongForAddress } from './long-query.ts'
import { AnswerFromBetween, ownAnswers } from './own-answers.ts'
import { transformer } from './transformer.ts'

export type ClientOptions = {
  /** Where the api answers: `https://api.example.com`. */
  url: string
  /** `mk_…`; without one the browser sends its session cookie. */
  apiKey?: string
  fetch?: typeof globalThis.fetch
}

export type MainstayClient = ReturnType<typeof createMainstayClient>

const attemptsMax = 3
const pauseMillis = (attempt: number) => 200 * 2 ** (attempt - 1)

/** A context for a call whose Idempotency-Key the caller chooses: `client.purchase.place.mutate(input, { context })`. */
export function idempotent(key: string): OperationContext {
  return { idempotencyKey: key }
}

/**
 * Every procedure of the api, typed. Queries asked at once travel together. What fails on the way is tried again; a
 * mutation carries the same Idempotency-Key each time, so trying again never does it twice.
 */
export function createMainstayClient({ url, apiKey, fetch = globalThis.fetch }: ClientOptions) {
  const api = {
    url: `${url.replace(/\/$/, '')}/trpc`,
    transformer,
    fetch: ownAnswers(fetch),
  }
  const authorization = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }

  return createTRPCClient<AppRouter>({
    links: [
      keyMutations,
      retryLink({
        retry: ({ op, error, attempts }) => attempts < attemptsMax && isWorthAnotherTry(op.path, error),
        retryDelayMs: pauseMillis,
      }),
      splitLink({
        condition: isTooLongForAddress,
        true: httpLink({ ...api, headers: authorization, methodOverride: 'POST' }),
        false: splitLink({
          condition: ({ type }) => type === 'query',
          true: httpBatchLink({ ...api, headers: authorization, maxItems: 20, maxURLLength: addressMax }),
          false: httpLink({
            ...api,
            headers: ({ op: { context } }) => ({
              ...authorization,
              'idempotency-key': String(context['idempotencyKey']),
            }),
          }),
        }),
      }),
    ],
  })
}

const keyMutations: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    next(op.type === 'mutation' ? { ...op, context: { idempotencyKey: crypto.randomUUID(), ...op.context } } : op)

/** No answer, a fault that may pass, or an earlier try that is still running. Signing in is never repeated. */
function isWorthAnotherTry(path: string, { data, cause }: TRPCClientError<AppRouter>): boolean {
  if (path === 'session.signIn') return false
  if (data === undefined || data === null) return !(cause instanceof AnswerFromBetween && cause.status < 500)
  return data.code === 'SERVICE_UNAVAILABLE' || data.refusal?.code === 'idempotency.in_progress'
}
