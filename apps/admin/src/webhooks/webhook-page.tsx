'use client'
import {
  DismissWebhook,
  dismissWebhook,
  RetryWebhook,
  retryWebhook,
  type Webhook,
} from '@mainstay/domain/webhook/webhook'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useAction } from '@/console/action.tsx'
import { DetailPage } from '@/console/detail-page.tsx'
import type { FactList } from '@/console/facts.tsx'
import { refusedBy } from '@/console/refusal-words.ts'
import { StatePill } from '@/console/state.tsx'
import { webhooks } from '@/nouns/webhook.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { Note } from '@/ui/note.tsx'
import { Time } from '@/ui/now.tsx'

/** One message: what it names, why it could not be placed, and how a person ends that. */
export function WebhookPage({ webhookId }: { webhookId: string }) {
  const trpc = useTRPC()
  const { data: webhook } = useSuspenseQuery(trpc.webhook.get.queryOptions({ webhookId }))
  return (
    <DetailPage
      place={webhooks.place}
      name={webhook.type}
      copies={webhook.id}
      pills={<StatePill look={webhooks.look[webhook.status]} />}
      context={
        <>
          A signed message of {webhook.source === 'stripe' ? 'Stripe' : webhook.source}, received{' '}
          <Time at={webhook.receivedAt} />.
        </>
      }
      facts={factsOf(webhook)}
      actions={[useDismiss(webhook), useRetry(webhook)]}
    >
      <div className="px-(--gutter) pb-6">
        <Standing webhook={webhook} />
      </div>
    </DetailPage>
  )
}

function useRetry(webhook: Webhook) {
  return useAction({
    procedure: useTRPC().webhook.retry.mutationOptions(),
    label: 'Place again…',
    keys: 'r',
    look: { variant: 'primary', icon: 'retry' },
    refusal: refusedBy(retryWebhook(webhook)),
    asks: {
      title: 'Place the message again',
      description: 'What it names is looked up once more. Then the payment is read again at the provider.',
      schema: RetryWebhook,
      given: { webhookId: webhook.id },
      fields: [{ name: 'reason', label: 'Reason', hint: 'What has changed since it came. Kept in the audit log.' }],
      confirm: 'Place again',
    },
    done: () => 'The message is placed; its payment is being read again.',
  })
}

function useDismiss(webhook: Webhook) {
  return useAction({
    procedure: useTRPC().webhook.dismiss.mutationOptions(),
    label: 'Dismiss…',
    keys: 'd',
    look: { variant: 'quiet' },
    refusal: refusedBy(dismissWebhook(webhook)),
    asks: {
      title: 'Dismiss the message',
      description: 'It needs nothing more. Nothing is booked and nothing is sent.',
      schema: DismissWebhook,
      given: { webhookId: webhook.id },
      fields: [{ name: 'reason', label: 'Reason', hint: 'How you know. Kept in the audit log.' }],
      confirm: 'Dismiss',
    },
    done: () => 'The message is dismissed.',
  })
}

function Standing({ webhook }: { webhook: Webhook }) {
  if (webhook.resolvedAt !== null) {
    return (
      <Note shape="done" title={`${webhooks.look[webhook.status].words} by ${webhook.resolvedBy}.`}>
        {webhook.resolution} · <Time at={webhook.resolvedAt} precise />
      </Note>
    )
  }
  if (webhook.status === 'not_ours') {
    return (
      <Note shape="stopped" title="Nobody has to look at it.">
        It {webhooks.reasons[webhook.reason]} and no payment of ours. An account with the provider may sell more than
        this marketplace.
      </Note>
    )
  }
  return (
    <Note shape="waitsForPerson" title={`It ${webhooks.reasons[webhook.reason]}.`}>
      Nothing of it was believed, and nothing has changed. Look the object up at the provider. Place the message again
      once what it names is known here, or dismiss it with a reason.
    </Note>
  )
}

function factsOf(webhook: Webhook): FactList {
  const code = (text: string | null) => text && <span className="code text-sm wrap-anywhere">{text}</span>
  return [
    { label: 'Message', value: code(webhook.messageId) },
    { label: 'Object', value: code(webhook.objectType) },
    { label: 'Its id', value: code(webhook.objectId) },
    { label: 'Payment at the provider', value: code(webhook.providerReference) },
    { label: 'Payment it names', value: code(webhook.claimedPayment) },
  ]
}
