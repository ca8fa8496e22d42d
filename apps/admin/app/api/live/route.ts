import { forwardToApi } from '@/trpc/forward.ts'

export const GET = (request: Request): Promise<Response> => forwardToApi(request, '/live')
