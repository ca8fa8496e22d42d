import type { Currency } from '../money/currency.ts'
import type { TaxCollector } from '../order/line.ts'
import type { CommissionRule } from '../pricing/commission.ts'
import type { PricingSettings } from '../pricing/price.ts'
import type { PurchaseDiscount, Shipping } from './beside.ts'

/** An offer as it stands now; `unitPrice` is minor units, with tax where the marketplace prices so. */
export type Offer = {
  id: string
  productId: string
  sku: string
  title: string
  unitPrice: number
  currency: Currency
  taxRatePpm: number
  taxCategory: string
  /** Where it is not the seller's home. */
  taxJurisdiction?: string
  /** Where the law names another collector than the sales mode does. */
  taxCollector?: TaxCollector
  status: string
  seller: { id: string; name: string; status: string }
  /** Pieces that can still be promised: on hand and backorder, less what is held or allocated. */
  available: number
}

/** What every purchase of a marketplace is priced by; what is not said is the default of the money rules. */
export type MarketplaceTerms = Pick<
  PricingSettings,
  'salesMode' | 'taxInclusive' | 'commissionBase' | 'commissionTaxPpm'
> &
  Partial<PricingSettings>

/** What a purchase is priced by. */
export type Counter = {
  offers: readonly Offer[]
  rules: readonly CommissionRule[]
  terms: MarketplaceTerms
  shipping?: readonly Shipping[]
  discounts?: readonly PurchaseDiscount[]
  now: Date
}
