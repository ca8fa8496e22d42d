import { requirementLifecycle, sellerLifecycle } from '@mainstay/domain/seller/lifecycle'
import type { TestApi, TestTenant } from './api.ts'
import { askIn, askingFor, payIn } from './asked-refund.ts'
import { draftIn } from './drafted-seller.ts'
import { holdIn } from './held-webhook.ts'
import { importIn } from './imported-history.ts'
import { basketOf, placeIn, stockOf } from './placed-purchase.ts'

/**
 * How to ask for what belongs to another tenant: rows made there, named by the input. The answer has to be NOT_FOUND,
 * or for a list that filters by an id nothing at all, and for many at once that none of them is there. The owner asks the same, as a control that the rows exist.
 */
export type Probe = {
  input(owner: TestTenant, api: TestApi): Promise<unknown>
  answer?: 'not found' | 'empty page' | 'each refused'
}

/** One entry for each procedure whose input holds an id. */
export const probes: Record<string, Probe> = {
  'audit.list': {
    input: async (owner, api) => ({ purchaseId: (await placeIn(api, owner)).id }),
    answer: 'empty page',
  },
  'importRun.get': {
    input: async (owner, api) => ({ importRunId: (await importIn(api, owner)).id }),
  },
  'ledger.explain': {
    input: async (owner, api) => ({ purchaseId: (await payIn(api, owner)).id }),
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
  'purchase.cancel': {
    input: async (owner, api) => ({ purchaseId: (await placeIn(api, owner)).id, reason: 'not ours' }),
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
  ...Object.fromEntries(
    ['get', ...Object.keys(sellerLifecycle.moves).filter((move) => move !== 'create')].map((name) => [
      `seller.${name}`,
      {
        input: async (owner: TestTenant, api: TestApi) => {
          const { id, version } = await draftIn(api, owner)
          return name === 'get' ? { sellerId: id } : { sellerId: id, version, reason: 'not ours' }
        },
      },
    ]),
  ),
  ...Object.fromEntries(
    Object.keys(requirementLifecycle.moves).map((name) => [
      `sellerRequirement.${name}`,
      {
        input: async (owner: TestTenant, api: TestApi) => {
          const [first] = (await draftIn(api, owner)).requirements
          return { requirementId: first?.id, version: 1, reason: 'not ours', document: 'DMS-1' }
        },
      },
    ]),
  ),
  'purchase.quote': {
    input: async (owner, api) => ({ lines: [{ offerId: (await stockOf(api, owner)).paper, quantity: 1 }] }),
  },
  'refund.approve': {
    input: async (owner, api) => ({ refundId: (await askIn(api, owner)).id, version: 1 }),
  },
  'refund.deny': {
    input: async (owner, api) => ({ refundId: (await askIn(api, owner)).id, version: 1, note: 'not ours' }),
  },
  'refund.get': {
    input: async (owner, api) => ({ refundId: (await askIn(api, owner)).id }),
  },
  'refund.impact': {
    input: async (owner, api) => ({ refundId: (await askIn(api, owner)).id }),
  },
  'refund.list': {
    input: async (owner, api) => ({ purchaseId: (await askIn(api, owner)).purchase.id }),
    answer: 'empty page',
  },
  'refund.preview': {
    input: async (owner, api) => askingFor((await payIn(api, owner)).lines[0], 100),
  },
  'refund.request': {
    input: async (owner, api) => askingFor((await payIn(api, owner)).lines[0], 100),
  },
  'refund.verdict': {
    input: async (owner, api) => ({ refundId: (await askIn(api, owner)).id }),
  },
  'savedView.delete': {
    input: async (owner) => ({ savedViewId: await viewIn(owner) }),
  },
  'savedView.rename': {
    input: async (owner) => ({ savedViewId: await viewIn(owner), name: 'not ours' }),
  },
  'savedView.share': {
    input: async (owner) => ({ savedViewId: await viewIn(owner), isShared: true }),
  },
  'webhook.dismiss': {
    input: async (owner, api) => ({ webhookId: (await holdIn(api, owner)).id, reason: 'not ours' }),
  },
  'webhook.get': {
    input: async (owner, api) => ({ webhookId: (await holdIn(api, owner)).id }),
  },
  'webhook.retry': {
    input: async (owner, api) => {
      const placed = await payIn(api, owner)
      const { payment } = await (await owner.callerAs('henrik')).purchase.get({ purchaseId: placed.id })
      const providerReference = payment?.reference ?? 'pi_of_nobody'
      const held = await holdIn(api, owner, { providerReference, ...(payment && { paymentId: payment.id }) })
      return { webhookId: held.id, reason: 'not ours' }
    },
  },
  'workItem.assign': {
    input: async (owner, api) => ({
      workItemId: await waitingItemIn(api, owner),
      version: 1,
      memberId: owner.member('sofie').id,
    }),
  },
  'workItem.assignMany': {
    input: async (owner, api) => ({ ...(await waitingItemsIn(api, owner)), memberId: owner.member('sofie').id }),
  },
  'workItem.claim': {
    input: async (owner, api) => ({ workItemId: await waitingItemIn(api, owner), version: 1 }),
  },
  'workItem.claimMany': { input: (owner, api) => waitingItemsIn(api, owner), answer: 'each refused' },
  'workItem.comment': {
    input: async (owner, api) => ({ workItemId: await waitingItemIn(api, owner), text: 'not ours' }),
  },
  'workItem.get': {
    input: async (owner, api) => ({ workItemId: await waitingItemIn(api, owner) }),
  },
  'workItem.release': {
    input: async (owner, api) => ({ workItemId: await waitingItemIn(api, owner), version: 1 }),
  },
  'workItem.resolve': {
    input: async (owner, api) => ({ workItemId: await waitingItemIn(api, owner), version: 1, resolution: 'not ours' }),
  },
  'workItem.resolveMany': {
    input: async (owner, api) => ({ ...(await waitingItemsIn(api, owner)), resolution: 'not ours' }),
    answer: 'each refused',
  },
  'workItem.snooze': {
    input: async (owner, api) => ({ workItemId: await waitingItemIn(api, owner), version: 1, until: null }),
  },
  'workItem.snoozeMany': {
    input: async (owner, api) => ({ ...(await waitingItemsIn(api, owner)), until: null }),
    answer: 'each refused',
  },
  'workflow.get': {
    input: async (owner, api) => ({ runId: await runIn(api, owner) }),
  },
  'workflow.list': {
    input: async (owner, api) => ({ subjectId: (await placeIn(api, owner)).id }),
    answer: 'empty page',
  },
  'workflow.retry': {
    input: async (owner, api) => ({ runId: await runIn(api, owner), reason: 'not ours' }),
  },
  'workflow.retryMany': {
    input: async (owner, api) => ({ runIds: [await runIn(api, owner)], reason: 'not ours' }),
    answer: 'each refused',
  },
}

/** A view the administrator keeps there. */
async function viewIn(owner: TestTenant): Promise<string> {
  const henrik = await owner.callerAs('henrik')
  return (await henrik.savedView.save({ list: 'purchase', name: 'Paid', address: 'payment=paid' })).id
}

/** The work item of a refund that waits there. */
async function waitingItemIn(api: TestApi, owner: TestTenant): Promise<string | undefined> {
  const refund = await askIn(api, owner)
  const henrik = await owner.callerAs('henrik')
  const { items } = await henrik.workItem.list({ limit: 200 })
  return items.find((item) => item.subject.id === refund.id)?.id
}

async function waitingItemsIn(api: TestApi, owner: TestTenant) {
  const id = await waitingItemIn(api, owner)
  return { workItemIds: [id], seen: id === undefined ? [] : [{ id, version: 1 }] }
}

/** The run that pays a purchase placed there. */
async function runIn(api: TestApi, owner: TestTenant): Promise<string | undefined> {
  const placed = await placeIn(api, owner)
  const henrik = await owner.callerAs('henrik')
  const { items } = await henrik.workflow.list({ limit: 200 })
  return items.find((run) => run.subject?.id === placed.id)?.id
}
