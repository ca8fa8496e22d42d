import type { ImportedPurchase } from '@mainstay/domain/import-run/purchase'
import type { Currency } from '@mainstay/domain/money/currency'
import type { Buyer } from '../purchase/buyer.ts'
import type { Tenant } from '../tenant/tenant.ts'

/** Purchases of one transaction of an import. */
export type ImportBatch = {
  run: { id: string; source: string; currency: Currency }
  tenant: Pick<Tenant, 'numberPrefix' | 'salesMode' | 'taxInclusive'>
  buyer: Buyer
  purchases: readonly ImportedPurchase[]
  /** Whether what is there with other contents becomes what the file says. */
  applies?: boolean
}
