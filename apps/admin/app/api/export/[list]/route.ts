import { forwardToApi } from '@/trpc/forward.ts'

type Context = { params: Promise<{ list: string }> }

/** A list as a file: `/api/export/purchases?payment=…` asks the api for `/v1/purchases.csv`, and nothing else of it. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { list } = await params
  return forwardToApi(request, `/v1/${encodeURIComponent(list)}.csv`)
}
