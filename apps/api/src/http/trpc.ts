import { isPermitted } from '@mainstay/auth/ability'
import type { Audience } from '@mainstay/domain/access/audience'
import { isAskedEverywhere, type Permission } from '@mainstay/domain/access/permission'
import { permissionsOf } from '@mainstay/domain/access/role'
import { createLogger } from '@mainstay/telemetry/logger'
import { observeProcedure } from '@mainstay/telemetry/metrics'
import { inSpan } from '@mainstay/telemetry/tracing'
import { initTRPC, TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import type * as z from 'zod'
import { type Acting, actingAs } from './acting.ts'
import type { Context } from './context.ts'
import { failureOf } from './failure.ts'
import { requirePlainInput } from './plain-input.ts'
import { isReplayed } from './replayed.ts'
import { transformer } from './transformer.ts'

type RestMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What a procedure says about itself besides its input and output. */
export type About = {
  /** One line for the reference: `Release a refund`. */
  summary: string
  /** Its route under /v1; parameters in braces are fields of the input. */
  rest?: { method: RestMethod; path: `/${string}`; answer?: 'text/csv' }
  /** False where a repeated call with the same Idempotency-Key does it again. */
  idempotent?: boolean
  /** What others than staff are shown of the answer; staff are shown the output. */
  views?: Partial<Record<Exclude<Audience, 'staff'>, z.ZodType>>
  /** Over REST the header Idempotency-Key is required: a repeated call without one would do it again. */
  needsIdempotencyKey?: boolean
}

export type Meta = About & {
  idempotent: boolean
  permission?: Permission
  /** Why it needs no permission. */
  open?: string
}

const logger = createLogger('api')

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    transformer,
    isDev: false,
    errorFormatter({ shape, error, ctx }) {
      const { code, message, ...facts } = failureOf(error)
      const httpStatus = getHTTPStatusCodeFromError(error)
      return { ...shape, message, data: { code, httpStatus, requestId: ctx?.requestId, ...facts } }
    },
  })

export const router = t.router
export const createCallerFactory = t.createCallerFactory

export function httpStatusOf(code: TRPCError['code']): number {
  return getHTTPStatusCodeFromError(new TRPCError({ code }))
}

const outcomes: Partial<Record<TRPCError['code'], string>> = {
  CONFLICT: 'refused',
  UNAUTHORIZED: 'denied',
  FORBIDDEN: 'denied',
  SERVICE_UNAVAILABLE: 'fault',
  INTERNAL_SERVER_ERROR: 'bug',
}

/** Every call is timed, and what it throws is turned into the answer a caller may see. */
const procedure = t.procedure.use(async ({ path, next }) => {
  const startedAt = performance.now()
  const result = await inSpan(`procedure ${path}`, {}, () => next())
  const failure = result.ok ? undefined : failureOf(result.error)
  const outcome = failure === undefined ? 'ok' : (outcomes[failure.code] ?? 'invalid')
  observeProcedure({ procedure: path, outcome }, (performance.now() - startedAt) / 1000)
  if (result.ok || failure === undefined) return result
  if (outcome === 'bug') logger.error({ err: result.error.cause ?? result.error, procedure: path }, 'a procedure broke')
  if (outcome === 'fault') logger.warn({ err: result.error.cause, procedure: path }, 'a procedure met a fault')
  throw new TRPCError({ code: failure.code, message: failure.message, cause: result.error.cause })
})

/**
 * A procedure for whoever holds the permission somewhere; where is for the procedure to ask by `reach`. What is asked
 * everywhere is not there for somebody of one part.
 */
export function can(permission: Permission, about: About) {
  if (permissionsOf('storefront').includes(permission) && !about.views?.storefront)
    throw new Error(`say in views what a storefront is shown of "${about.summary}"`)
  return procedure.meta(metaOf(about, { permission })).use(async ({ ctx, path, type, meta, getRawInput, next }) => {
    const requester = await ctx.authenticate()
    if (!requester) throw new TRPCError({ code: 'UNAUTHORIZED' })
    if (!isPermitted(requester, permission)) {
      throw new TRPCError({ code: 'FORBIDDEN', message: `This needs the permission ${permission}` })
    }
    // After the question who asks: a stranger is told nothing about what they sent.
    requirePlainInput(await getRawInput())
    const idempotencyKey = isReplayed({ type, meta }) ? ctx.idempotencyKey : undefined
    const call = { operation: path, permission, idempotencyKey, rawInput: getRawInput }
    const acting: Acting = actingAs(ctx, requester, call)
    if (isAskedEverywhere(permission)) acting.requireEverywhere(permission)
    const result = await next({ ctx: { ...acting, requester } })
    const view = acting.audience === 'staff' ? undefined : about.views?.[acting.audience]
    return result.ok && view ? { ...result, data: view.parse(result.data) } : result
  })
}

/** A procedure that needs no permission, and why. */
export function publicProcedure(why: string, about: About) {
  return procedure.meta(metaOf(about, { open: why })).use(async ({ getRawInput, next }) => {
    requirePlainInput(await getRawInput())
    return next()
  })
}

/** A procedure every signed-in person may call about themselves, and why that needs no permission. */
export function signedIn(why: string, about: About) {
  return procedure.meta(metaOf(about, { open: why })).use(async ({ ctx, getRawInput, next }) => {
    const requester = await ctx.authenticate()
    if (requester?.kind !== 'session') throw new TRPCError({ code: 'UNAUTHORIZED' })
    requirePlainInput(await getRawInput())
    return next({ ctx: { requester } })
  })
}

function metaOf(about: About, access: { permission: Permission } | { open: string }): Meta {
  return { ...about, ...access, idempotent: about.idempotent ?? true }
}
