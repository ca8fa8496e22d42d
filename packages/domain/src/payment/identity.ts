/** Whose payment it is. The reference is null until the provider has given one. */
export type PaymentIdentity = {
  tenantId: string
  paymentId: string
  currency: string
  providerReference: string | null
}

/** What an object of the provider says of itself. */
export type ClaimedIdentity = {
  tenantId: string | null
  paymentId: string | null
  currency: string
  providerReference: string
}

/**
 * What shows that an object the provider answered with is about another payment than ours; undefined when nothing does.
 * Asked before anything it says is believed, whoever fetched it.
 */
export function foreignMark(ours: PaymentIdentity, found: ClaimedIdentity): keyof PaymentIdentity | undefined {
  if (found.tenantId !== ours.tenantId) return 'tenantId'
  if (found.paymentId !== ours.paymentId) return 'paymentId'
  if (ours.providerReference !== null && found.providerReference !== ours.providerReference) return 'providerReference'
  return found.currency === ours.currency ? undefined : 'currency'
}
