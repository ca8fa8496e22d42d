import { forwardToApi } from '@/trpc/forward.ts'

type Context = { params: Promise<{ list: string }> }

/** A whole list as CSV, streamed from the api under the reader's own session. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { list } = await params
  return forwardToApi(request, `/v1/${encodeURIComponent(list)}.csv`)
}
