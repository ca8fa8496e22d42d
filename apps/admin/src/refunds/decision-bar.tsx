'use client'
import { formatMoney } from '@mainstay/domain/money/format'
import { DenyRefund, type Refund } from '@mainstay/domain/refund/refund'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ActionButton, useAction } from '@/console/action.tsx'
import { refusalOf } from '@/console/failure-words.ts'
import { useKeys } from '@/console/keys.tsx'
import { orders } from '@/nouns/order.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { Field, Input } from '@/ui/field.tsx'
import { Note } from '@/ui/note.tsx'
import { refusedTo, type Verdict, type Weighing } from './decision.ts'

type BarInput = { refund: Refund; verdict: Verdict; weighing: Weighing; onDecided: () => void }

/** Stays at the bottom of the screen while what it decides about scrolls. */
export function DecisionBar({ refund, verdict, weighing, onDecided }: BarInput) {
  const trpc = useTRPC()
  const router = useRouter()
  const [note, setNote] = useState('')
  const seen = { refundId: refund.id, version: refund.version }
  const approve = useAction({
    procedure: trpc.refund.approve.mutationOptions(),
    label: `Approve ${formatMoney(refund.amount)}`,
    keys: 'mod+Enter',
    look: { variant: 'primary', size: 'large' },
    refusal: refusedTo('approve', verdict) ?? refusalOf(weighing.error),
    asks: { sends: { ...seen, note } },
    done: () => `${refund.number} is released. The provider is being asked to pay it back.`,
    after: onDecided,
  })
  const deny = useAction({
    procedure: trpc.refund.deny.mutationOptions(),
    label: 'Deny…',
    keys: 'd',
    look: { variant: 'danger', size: 'large' },
    refusal: refusedTo('deny', verdict),
    asks: {
      title: `Deny ${refund.number}`,
      description: `${refund.requestedBy.name} asked for ${formatMoney(refund.amount)} and reads why not. No money moves.`,
      schema: DenyRefund,
      given: seen,
      fields: [{ name: 'note', label: 'Why' }],
      confirm: `Deny ${formatMoney(refund.amount)}`,
      danger: true,
    },
    done: () => `${refund.number} is denied.`,
    after: onDecided,
  })
  useKeys([{ keys: 'o', label: 'Open the order', run: () => router.push(orders.href(refund.purchase.number)) }])
  return (
    <section
      aria-label="Decision"
      className="sticky bottom-0 z-10 mt-auto grid gap-2.5 border-t bg-surface px-(--gutter) py-3 stack:bottom-8"
    >
      {approve.refusal !== undefined && (
        <Note plain shape="locked" title={approve.refusal.fact}>
          {approve.refusal.wayOut}
        </Note>
      )}
      <div className="flex flex-wrap items-end gap-2">
        <Field label="Note" aside="kept in the audit log" className="min-w-56 max-w-none flex-1">
          {(control) => <Input {...control} value={note} onChange={(event) => setNote(event.target.value)} />}
        </Field>
        <ActionButton action={approve} />
        <ActionButton action={deny} />
      </div>
    </section>
  )
}
