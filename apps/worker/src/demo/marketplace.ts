import type { NewMember } from '@mainstay/db/tenant/create'
import type { Tenant } from '@mainstay/db/tenant/tenant'
import { nordwindApplications, type PlannedApplication } from './application-plan.ts'
import { balticSellers, type DemoSeller, nordwindSellers } from './assortment.ts'
import { balticBuyers, type DemoBuyer, nordwindBuyers } from './buyers.ts'
import { balticMembers, nordwindMembers } from './members.ts'
import { balticRefunds, nordwindRefunds, type PlannedRefund } from './refund-plan.ts'

type DemoSize = { sellers: number; offersEach: number; purchases: number }

export type MarketplacePlan = {
  tenant: Omit<Tenant, 'id'>
  /** By the keys the refunds name them with. The administrator is `henrik`. */
  members: Record<string, NewMember>
  sellers: readonly DemoSeller[]
  buyers: readonly DemoBuyer[]
  refunds: readonly PlannedRefund[]
  applications: readonly PlannedApplication[]
  size: DemoSize
  seed: number
}

const terms = {
  currency: 'EUR',
  salesMode: 'agent',
  taxInclusive: true,
  commissionBase: 'net',
  commissionTaxPpm: 190_000,
} as const

export const nordwind: MarketplacePlan = {
  tenant: {
    ...terms,
    slug: 'nordwind',
    name: 'Nordwind Supply',
    timeZone: 'Europe/Berlin',
    numberPrefix: 'NW',
  },
  members: nordwindMembers,
  sellers: nordwindSellers,
  buyers: nordwindBuyers,
  refunds: nordwindRefunds,
  applications: nordwindApplications,
  size: { sellers: 20, offersEach: 10, purchases: 300 },
  seed: 20_418,
}

export const baltic: MarketplacePlan = {
  tenant: { ...terms, slug: 'baltic', name: 'Baltic Yards', timeZone: 'Europe/Riga', numberPrefix: 'BY' },
  members: balticMembers,
  sellers: balticSellers,
  buyers: balticBuyers,
  refunds: balticRefunds,
  applications: [],
  size: { sellers: 3, offersEach: 4, purchases: 5 },
  seed: 61_188,
}
