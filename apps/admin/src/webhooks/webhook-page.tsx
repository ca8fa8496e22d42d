'use client'
import { dismissWebhook, retryWebhook, type Webhook } from '@mainstay/domain/webhook/webhook'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Page } from '@/console/page.tsx'
import { missingPermission, refusedBy } from '@/console/refusal-words.ts'
import { useMe } from '@/console/session.tsx'
import { StatePill } from '@/console/state.tsx'
import { webhooks } from '@/nouns/webhook.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { Button } from '@/ui/button.tsx'
import { Note } from '@/ui/note.tsx'
import { Time } from '@/ui/now.tsx'
import { type Fact, Facts, PageHeader } from '@/ui/page-header.tsx'
import { None } from '@/ui/table.tsx'
import { CloseDialog } from './close-dialog.tsx'

/** One message: what it names, why it could not be placed, and how a person ends that. */
export function WebhookPage({ webhookId }: { webhookId: string }) {
  const trpc = useTRPC()
  const me = useMe()
  const { data: webhook } = useSuspenseQuery(trpc.webhook.get.queryOptions({ webhookId }))
  const [closing, setClosing] = useState<'retry' | 'dismiss'>()
  const refusalOf = (way: 'retry' | 'dismiss') => {
    const permission = `webhook.${way}` as const
    if (!me.permissions.includes(permission)) return missingPermission(permission)
    return refusedBy(way === 'retry' ? retryWebhook(webhook) : dismissWebhook(webhook))
  }
  return (
    <Page crumbs={[{ label: 'Quarantine', href: webhooks.list() }, { label: webhook.type }]}>
      <PageHeader
        title={<span className="wrap-anywhere">{webhook.type}</span>}
        pills={<StatePill look={webhooks.look[webhook.status]} />}
        context={
          <>
            A signed message of {webhook.source === 'stripe' ? 'Stripe' : webhook.source}, received{' '}
            <Time at={webhook.receivedAt} />.
          </>
        }
        actions={
          <>
            <Button variant="quiet" refusal={refusalOf('dismiss')} onClick={() => setClosing('dismiss')}>
              Dismiss…
            </Button>
            <Button variant="primary" icon="retry" refusal={refusalOf('retry')} onClick={() => setClosing('retry')}>
              Place again…
            </Button>
          </>
        }
      />
      <Facts facts={factsOf(webhook)} />
      <div className="px-(--gutter) pb-6">
        <Standing webhook={webhook} />
      </div>
      {closing && <CloseDialog webhook={webhook} way={closing} onClose={() => setClosing(undefined)} />}
    </Page>
  )
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
        It {webhook.reason} and no payment of ours. An account with the provider may sell more than this marketplace.
      </Note>
    )
  }
  return (
    <Note shape="waitsForPerson" title={`It ${webhook.reason}.`}>
      Nothing of it was believed, and nothing has changed. Look the object up at the provider. Place the message again
      once what it names is known here, or dismiss it with a reason.
    </Note>
  )
}

function factsOf(webhook: Webhook): (Fact & { id: string })[] {
  const code = (text: string | null) =>
    text === null || text === '' ? <None /> : <span className="code text-sm wrap-anywhere">{text}</span>
  return [
    { id: 'message', label: 'Message', value: code(webhook.messageId) },
    { id: 'kind', label: 'Object', value: code(webhook.objectType) },
    { id: 'object', label: 'Its id', value: code(webhook.objectId) },
    { id: 'reference', label: 'Payment at the provider', value: code(webhook.providerReference) },
    { id: 'payment', label: 'Payment it names', value: code(webhook.claimedPayment) },
  ]
}
