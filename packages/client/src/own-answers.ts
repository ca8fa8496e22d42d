/** Something between us and the api answered in its stead: a proxy, or a server before the api had read the request. */
export class AnswerFromBetween extends Error {
  readonly status: number

  constructor(status: number) {
    super(`answered with ${status} by something that is not the api`)
    this.name = 'AnswerFromBetween'
    this.status = status
  }
}

type Fetch = (
  input: string | URL | Request,
  init?: Omit<RequestInit, 'signal'> & { signal?: AbortSignal | null | undefined },
) => Promise<Response>

/** Takes refusals from the api alone, whose form the client knows; throws AnswerFromBetween for any other. */
export function ownAnswers(fetch: typeof globalThis.fetch): Fetch {
  return async (input, init) => {
    const answer = await fetch(input, { ...init, signal: init?.signal ?? null })
    const isOurs = answer.headers.get('content-type')?.startsWith('application/json') ?? false
    if (!answer.ok && !isOurs) throw new AnswerFromBetween(answer.status)
    return answer
  }
}
