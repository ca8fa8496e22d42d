'use client'
import type { Held } from '@mainstay/domain/access/grant'
import { formatMoney } from '@mainstay/domain/money/format'
import type { Purchase, PurchaseOrder } from '@mainstay/domain/purchase/purchase'
import { RefundBearer, RefundReason } from '@mainstay/domain/refund/refund'
import { useState } from 'react'
import { useOpening } from '@/console/action.tsx'
import { useCommand } from '@/console/command.tsx'
import { FailureNote } from '@/console/failure-note.tsx'
import { missingRight, refusalWords } from '@/console/refusal-words.ts'
import { useMe } from '@/console/session.tsx'
import { refunds } from '@/nouns/refund.ts'
import { onceWith, useTRPC } from '@/trpc/client.tsx'
import { Button } from '@/ui/button.tsx'
import { Dialog } from '@/ui/dialog.tsx'
import { ChoiceField, Field, Input, SelectField, TextArea } from '@/ui/field.tsx'
import { useFirstProblem } from '@/ui/first-problem.ts'
import { ButtonKey } from '@/ui/kbd.tsx'
import { Link } from '@/ui/link.tsx'
import { Note } from '@/ui/note.tsx'
import type { Refusal } from '@/ui/tooltip.tsx'
import { emptyDraft, type RefundDraft, readDraft, refusedToAsk } from './ask-refund.ts'
import { RefundLines } from './refund-lines.tsx'
import { RefundPreview } from './refund-preview.tsx'

/** Asks for a refund; a second person decides it elsewhere. Refused only when no part of the order can be asked back. */
export function useAskRefund(purchase: Purchase) {
  const { grants } = useMe()
  const refusals = purchase.orders.map((order) => refusedPart(grants, purchase, order))
  const [first] = refusals
  return useOpening({
    permission: 'refund.request',
    label: 'Refund lines…',
    keys: 'r',
    look: { variant: 'primary' },
    refusal: refusals.includes(undefined) ? undefined : first,
    opens: (close) => <RefundDialog purchase={purchase} onClose={close} />,
  })
}

/** The right comes before the rule, and is asked where the seller of the part hangs. */
function refusedPart(grants: readonly Held[], purchase: Purchase, order: PurchaseOrder): Refusal | undefined {
  const refused = refusedToAsk(purchase, order)
  return (
    missingRight(grants, { procedure: 'refund.request', at: { path: order.sellerPath } }) ??
    (refused && refusalWords(refused))
  )
}

function RefundDialog({ purchase, onClose }: { purchase: Purchase; onClose: () => void }) {
  return (
    <Dialog
      onClose={onClose}
      title={`Refund lines of ${purchase.number}`}
      description="Nothing moves yet: a second person releases what you ask for here."
      className="top-[5vh] max-h-[90vh] w-[min(46rem,calc(100%-1.5rem))]"
    >
      <RefundForm purchase={purchase} onDone={onClose} />
    </Dialog>
  )
}

function RefundForm({ purchase, onDone }: { purchase: Purchase; onDone: () => void }) {
  const trpc = useTRPC()
  const { grants } = useMe()
  const open = purchase.orders.filter((order) => refusedPart(grants, purchase, order) === undefined)
  const [draft, setDraft] = useState(() => emptyDraft(open[0]?.id ?? ''))
  const [tries, setTries] = useState(0)
  const form = useFirstProblem(tries)
  const [key, setKey] = useState(() => crypto.randomUUID())
  const request = useCommand(trpc.refund.request.mutationOptions(onceWith(key)), {
    done: (refund) => (
      <span>
        {refund.number} waits for a second person.{' '}
        <Link className="underline" href={refunds.href(refund.id)}>
          Open it
        </Link>
      </span>
    ),
    after: onDone,
  })
  const partOf = (each: PurchaseOrder) => {
    const refused = refusedPart(grants, purchase, each)
    const words = `${each.number} · ${each.seller.name}`
    return {
      value: each.id,
      label: refused ? `${words} · ${refused.fact}` : words,
      disabled: refused !== undefined,
    }
  }
  const order = purchase.orders.find(({ id }) => id === draft.orderId)
  if (order === undefined) return null
  const { problems, amount, refusal, preview, command } = readDraft(draft, purchase, order)
  const problem = (field: string) => (tries > 0 ? problems[field] : undefined)
  const change = (changed: Partial<RefundDraft>) => {
    request.reset()
    // What is sent now is another request, and not the same one again.
    setKey(crypto.randomUUID())
    setDraft({ ...draft, ...changed })
  }

  return (
    <form
      ref={form}
      noValidate
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        setTries(tries + 1)
        if (command !== undefined && !request.isPending) request.mutate(command)
      }}
    >
      {purchase.orders.length > 1 && (
        <SelectField
          label="Seller’s part"
          value={draft.orderId}
          options={purchase.orders.map(partOf)}
          onChange={(event) => setDraft(emptyDraft(event.target.value))}
        />
      )}
      <RefundLines
        order={order}
        currency={purchase.total.currency}
        lines={draft.lines}
        problem={problem}
        onChange={(lines) => change({ lines })}
      />
      <div className="grid grid-cols-2 items-start gap-x-6 gap-y-4 max-md:grid-cols-1">
        <SelectField
          label="Reason"
          error={problem('reason')}
          value={draft.reason}
          options={reasons}
          onChange={(event) => change({ reason: RefundReason.safeParse(event.target.value).data ?? '' })}
        />
        <ChoiceField
          label="Who bears the cost"
          value={draft.bearer}
          options={bearers}
          onChange={(bearer) => change({ bearer })}
        />
        <ChoiceField
          label="Commission"
          value={draft.commissionPolicy}
          options={commissionPolicies}
          onChange={(commissionPolicy) => change({ commissionPolicy })}
        />
        {draft.bearer === 'shared' && (
          <Field label="The seller’s share, %" error={problem('sellerSharePercent')}>
            {(control) => (
              <Input
                {...control}
                inputMode="decimal"
                value={draft.sellerSharePercent}
                onChange={(event) => change({ sellerSharePercent: event.target.value })}
              />
            )}
          </Field>
        )}
      </div>
      <Field
        label="Note"
        aside="kept in the audit log"
        hint="What the second person has to know"
        error={problem('note')}
        className="max-w-none"
      >
        {(control) => (
          <TextArea
            {...control}
            rows={2}
            value={draft.note}
            onChange={(event) => change({ note: event.target.value })}
          />
        )}
      </Field>
      {refusal && (
        <Note shape="failed" title={refusalWords(refusal).fact}>
          {refusalWords(refusal).wayOut}
        </Note>
      )}
      <RefundPreview command={preview} />
      {request.isError && <FailureNote error={request.error} />}
      <div className="sticky -bottom-5 -mx-5 -mb-5 flex flex-wrap gap-2 border-t bg-raised px-5 py-3">
        <Button type="submit" variant="primary" size="large" busy={request.isPending}>
          {amount.amount > 0 ? `Request refund of ${formatMoney(amount)}` : 'Request refund'} <ButtonKey>⌘↵</ButtonKey>
        </Button>
        <Button variant="quiet" size="large" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  )
}

const reasons = [
  { value: '', label: 'Choose a reason' },
  ...RefundReason.options.map((value) => ({ value, label: refunds.reasons[value] })),
]

const bearers = RefundBearer.options.map((value) => ({ value, label: refunds.bearers[value] }))

const commissionPolicies = [
  { value: 'return', label: 'Goes back with the refund' },
  { value: 'keep', label: 'Stays with the marketplace' },
] as const
