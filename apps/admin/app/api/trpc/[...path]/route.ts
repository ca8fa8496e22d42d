import { forwardToApi } from '@/trpc/forward.ts'

type Context = { params: Promise<{ path: string[] }> }

async function forward(request: Request, { params }: Context): Promise<Response> {
  const { path } = await params
  return forwardToApi(request, `/trpc/${path.map(encodeURIComponent).join('/')}`)
}

export { forward as GET, forward as POST }
