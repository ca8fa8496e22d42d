import type { TestApi, TestTenant } from './api.ts'
import { importIn } from './imported-history.ts'
import { basketOf, placeIn, stockOf } from './placed-purchase.ts'

/**
 * How to ask for what belongs to another tenant: rows made there, named by the input. The answer has to be NOT_FOUND,
 * or for a list that filters by an id nothing at all. The owner asks the same, as a control that the rows exist.
 */
export type Probe = {
  input(owner: TestTenant, api: TestApi): Promise<unknown>
  answer?: 'not found' | 'empty page'
}

/** One entry for each procedure whose input holds an id. */
export const probes: Record<string, Probe> = {
  'importRun.get': {
    input: async (owner, api) => ({ importRunId: (await importIn(api, owner)).id }),
  },
  'order.get': {
    input: async (owner, api) => ({ orderId: (await placeIn(api, owner)).orders[0]?.id }),
  },
  'order.list': {
    input: async (owner, api) => {
      await placeIn(api, owner)
      return { sellerId: (await stockOf(api, owner)).blom.id }
    },
    answer: 'empty page',
  },
  'purchase.get': {
    input: async (owner, api) => ({ purchaseId: (await placeIn(api, owner)).id }),
  },
  'purchase.list': {
    input: async (owner, api) => {
      await placeIn(api, owner)
      return { sellerId: (await stockOf(api, owner)).blom.id }
    },
    answer: 'empty page',
  },
  'purchase.place': {
    input: async (owner, api) => basketOf([{ offerId: (await stockOf(api, owner)).paper, quantity: 1 }]),
  },
  'purchase.quote': {
    input: async (owner, api) => ({ lines: [{ offerId: (await stockOf(api, owner)).paper, quantity: 1 }] }),
  },
}
