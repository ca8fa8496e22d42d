import { listAll } from '@mainstay/db/list/list'
import { inTenant } from '@mainstay/db/postgres/client'
import { writer } from '@mainstay/db/test/writer'
import { quarantineWebhook, webhooks } from '@mainstay/db/webhook/quarantine'
import { v7 } from 'uuid'
import type { TestApi, TestTenant } from './api.ts'

type Held = { paymentId?: string; providerReference?: string; ofNobody?: boolean }

/** A message that waits for a person: it names the tenant, and a payment of theirs or none that is known. */
export function holdIn(api: TestApi, tenant: TestTenant, held: Held = {}): Promise<{ id: string; messageId: string }> {
  const messageId = `evt_${v7()}`
  return inTenant(api.database.rw, writer(tenant.id), async (tx) => {
    await quarantineWebhook(tx, {
      source: 'stripe',
      messageId,
      type: 'payment_intent.succeeded',
      objectType: 'payment_intent',
      objectId: held.providerReference ?? 'pi_unknown',
      heard: {
        providerReference: held.providerReference ?? 'pi_unknown',
        claimedTenant: held.ofNobody ? v7() : tenant.id,
        claimedPayment: held.paymentId ?? v7(),
      },
      status: 'held',
      reason: held.ofNobody ? 'unknown_tenant' : 'unknown_payment',
      tenantId: held.ofNobody ? undefined : tenant.id,
    })
    const reader = { sellerIds: undefined, memberId: undefined, now: new Date() }
    const items = await listAll(tx, webhooks, { input: { view: 'held' }, reader })
    const id = items.find((item) => item.messageId === messageId)?.id
    if (id === undefined) throw new Error('the message was not kept')
    return { id, messageId }
  })
}
