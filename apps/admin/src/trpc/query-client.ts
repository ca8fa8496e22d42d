import { AnswerFromBetween } from '@mainstay/client/own-answers'
import { defaultShouldDehydrateQuery, MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { TRPCClientError } from '@trpc/client'
import superjson from 'superjson'

type Answer = { onSignedOut: () => void }

/** A refusal is an answer: only what the world broke is asked again. */
export function makeQueryClient({ onSignedOut }: Answer): QueryClient {
  const leaveWhenSignedOut = (error: unknown) => {
    if (statusOf(error) === 401) onSignedOut()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    mutationCache: new MutationCache({ onError: leaveWhenSignedOut }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (failures, error) => failures < 2 && (statusOf(error) ?? 503) >= 500,
      },
      dehydrate: {
        serializeData: superjson.serialize,
        shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) || query.state.status === 'pending',
        shouldRedactErrors: () => false,
      },
      hydrate: { deserializeData: superjson.deserialize },
    },
  })
}

/** The HTTP status the api answered with; undefined when there was no answer. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof TRPCClientError)) return undefined
  if (error.cause instanceof AnswerFromBetween) return error.cause.status
  const data: unknown = error.data
  if (typeof data !== 'object' || data === null || !('httpStatus' in data)) return undefined
  return typeof data.httpStatus === 'number' ? data.httpStatus : undefined
}
