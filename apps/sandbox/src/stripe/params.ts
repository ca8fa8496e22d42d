import * as z from 'zod'
import { invalidRequest, type StripeFailure } from './failure.ts'

const amount = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform(Number)
const flag = z.enum(['true', 'false']).transform((text) => text === 'true')
const metadata = z.record(z.string().max(40), z.string().max(500)).default({})
const list = z.union([z.array(z.string()), z.record(z.string(), z.string()).transform(Object.values<string>)])
const expand = list.default([])
const limit = z
  .string()
  .regex(/^\d{1,3}$/)
  .transform(Number)
  .pipe(z.int().min(1).max(100))
  .default(10)
const currency = z
  .string()
  .regex(/^[a-zA-Z]{3}$/)
  .transform((code) => code.toLowerCase())
const created = z.strictObject({
  gte: amount.optional(),
  lte: amount.optional(),
  gt: amount.optional(),
  lt: amount.optional(),
})

export const CreatePaymentIntent = z.strictObject({
  amount: amount.pipe(z.int().positive()),
  currency,
  payment_method: z.string().optional(),
  allowed_payment_method_types: list.optional(),
  automatic_payment_methods: z
    .strictObject({ enabled: flag, allow_redirects: z.enum(['always', 'never']).optional() })
    .optional(),
  capture_method: z.enum(['automatic', 'automatic_async', 'manual']).default('automatic_async'),
  confirm: flag.default(false),
  off_session: flag.default(false),
  error_on_requires_action: flag.default(false),
  return_url: z.string().optional(),
  customer: z.string().optional(),
  description: z.string().max(1_000).optional(),
  statement_descriptor_suffix: z.string().max(22).optional(),
  receipt_email: z.string().optional(),
  metadata,
  expand,
})
export type CreatePaymentIntent = z.infer<typeof CreatePaymentIntent>

export const ConfirmPaymentIntent = z.strictObject({
  payment_method: z.string().optional(),
  off_session: flag.default(false),
  error_on_requires_action: flag.default(false),
  return_url: z.string().optional(),
  expand,
})
export type ConfirmPaymentIntent = z.infer<typeof ConfirmPaymentIntent>

export const CapturePaymentIntent = z.strictObject({
  amount_to_capture: amount.pipe(z.int().positive()).optional(),
  metadata,
  expand,
})
export type CapturePaymentIntent = z.infer<typeof CapturePaymentIntent>

export const CancelPaymentIntent = z.strictObject({
  cancellation_reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned']).optional(),
  expand,
})
export type CancelPaymentIntent = z.infer<typeof CancelPaymentIntent>

export const CreateRefund = z.strictObject({
  payment_intent: z.string().optional(),
  charge: z.string().optional(),
  amount: amount.pipe(z.int().positive()).optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  metadata,
  expand,
})
export type CreateRefund = z.infer<typeof CreateRefund>

export const Retrieve = z.strictObject({ expand, client_secret: z.string().optional() })

export const ListParams = z.strictObject({
  payment_intent: z.string().optional(),
  charge: z.string().optional(),
  created: created.optional(),
  limit,
  starting_after: z.string().optional(),
  ending_before: z.string().optional(),
  expand,
})
export type ListParams = z.infer<typeof ListParams>

export const SearchParams = z.strictObject({ query: z.string(), limit, page: z.string().optional(), expand })

/** Reads a form the way Stripe does: an unknown parameter is refused, not ignored. */
export function readParams<T>(schema: z.ZodType<T>, form: unknown): T {
  const result = schema.safeParse(form ?? {})
  if (result.success) return result.data
  throw refusalOf(result.error.issues[0], form)
}

function refusalOf(issue: z.core.$ZodIssue | undefined, form: unknown): StripeFailure {
  if (issue?.code === 'unrecognized_keys') {
    const param = bracketed([...issue.path, ...issue.keys.slice(0, 1)])
    return invalidRequest('parameter_unknown', `Received unknown parameter: ${param}`, param)
  }
  const param = bracketed(issue?.path ?? [])
  const isMissing = issue?.path.length === 1 && !hasKey(form, param)
  if (isMissing) return invalidRequest('parameter_missing', `Missing required param: ${param}.`, param)
  return invalidRequest('parameter_invalid', `Invalid ${param}: ${issue?.message ?? 'not readable'}`, param)
}

function bracketed(path: readonly PropertyKey[]): string {
  return path.map((key, index) => (index === 0 ? String(key) : `[${String(key)}]`)).join('')
}

function hasKey(form: unknown, key: string): boolean {
  return typeof form === 'object' && form !== null && key in form
}
