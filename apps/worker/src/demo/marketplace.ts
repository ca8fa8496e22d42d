import type { Person } from '@mainstay/db/open-tenant'
import type { Tenant } from '@mainstay/db/tenant'
import { balticBuyers, type DemoBuyer, nordwindBuyers } from './buyers.ts'
import { balticPeople, nordwindPeople } from './people.ts'
import { balticSellers, type DemoSeller, nordwindSellers } from './sellers.ts'

/** The requester, the approvers and everybody else of a marketplace; the story needs at least these. */
export type Cast = 'maria' | 'jonas' | 'henrik'

export type DemoSize = { sellers: number; offersEach: number; purchases: number }

export type DemoMarketplace = {
  tenant: Omit<Tenant, 'id'>
  people: Record<Cast, Person> & Record<string, Person>
  sellers: readonly DemoSeller[]
  buyers: readonly DemoBuyer[]
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

export const nordwind: DemoMarketplace = {
  tenant: {
    ...terms,
    slug: 'nordwind',
    name: 'Nordwind Supply',
    timeZone: 'Europe/Berlin',
    numberPrefix: 'NW',
  },
  people: nordwindPeople,
  sellers: nordwindSellers,
  buyers: nordwindBuyers,
  size: { sellers: 20, offersEach: 10, purchases: 300 },
  seed: 20_418,
}

export const baltic: DemoMarketplace = {
  tenant: { ...terms, slug: 'baltic', name: 'Baltic Yards', timeZone: 'Europe/Riga', numberPrefix: 'BY' },
  people: balticPeople,
  sellers: balticSellers,
  buyers: balticBuyers,
  size: { sellers: 3, offersEach: 4, purchases: 5 },
  seed: 61_188,
}
