import type { AppRouter } from '@mainstay/api/router'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'

export type { AppRouter }
export type RouterInput = inferRouterInputs<AppRouter>
export type RouterOutput = inferRouterOutputs<AppRouter>
