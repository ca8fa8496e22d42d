import type { OrderStatus } from '../order/lifecycle.ts'
import type { PaymentStatus, ReturnStatus } from '../purchase/purchase.ts'

/** A part of an imported purchase, as it is now. Amounts are minor units. */
export type PartSinceImport = {
  number: string
  status: OrderStatus
  paymentStatus: PaymentStatus
  returnStatus: ReturnStatus
  payable: number
  captured: number
  returned: number
  refunded: number
  chargedBack: number
  /** Of its seller's claim; null where there is none. */
  earning: string | null
}

/** What there is of an imported purchase besides what its import made. Parts that an import ended are none of it. */
export type PurchaseSinceImport = {
  parts: readonly PartSinceImport[]
  hasRefunds: boolean
  hasDisputes: boolean
  hasPayment: boolean
  /** Entries of the journal other than its opening. */
  hasOtherEntries: boolean
}

/**
 * Why an imported purchase has to stay as it is though its file was mended: a purchase is what its file says only until
 * something happened to it, since what happened was decided by what it was. Undefined: nothing has.
 */
export function whyImportStays(purchase: PurchaseSinceImport): string | undefined {
  if (purchase.hasPayment) return 'it has a payment of its own'
  if (purchase.hasRefunds) return 'a refund of it was asked for'
  if (purchase.hasDisputes) return 'its buyer disputed it'
  for (const part of purchase.parts) {
    const why = whyPartStays(part)
    if (why !== undefined) return `order ${part.number} ${why}`
  }
  return purchase.hasOtherEntries ? 'money of it was booked after its opening balance' : undefined
}

function whyPartStays(part: PartSinceImport): string | undefined {
  if (part.status !== 'accepted') return `is ${part.status.replaceAll('_', ' ')} by now`
  if (part.returned > 0 || part.returnStatus !== 'none') return 'had goods returned'
  if (part.refunded > 0 || part.chargedBack > 0) return 'had money given back'
  if (part.captured !== part.payable) return 'is paid in part'
  if (part.paymentStatus !== 'paid') return `is ${part.paymentStatus.replaceAll('_', ' ')} by now`
  return part.earning === 'pending' ? undefined : 'was released to its seller'
}
