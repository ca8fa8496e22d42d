import * as z from 'zod'

/** Why we do something by ourselves, where an act of a person has their words. Rows keep it, so it is never renamed. */
export const SystemReason = z.enum([
  'authorization_expired',
  'canceled_at_provider',
  'capture_refused',
  'not_decided_in_time',
  'not_paid_in_time',
  'stock_gone',
  'tenant_opened',
])
export type SystemReason = z.infer<typeof SystemReason>
