'use client'
import { formatMoney } from '@mainstay/domain/money/format'
import type { Purchase } from '@mainstay/domain/purchase/purchase'
import { RefundBearer, RefundReason } from '@mainstay/domain/refund/refund'
import { useState } from 'react'
import { useOpening } from '@/console/action.tsx'
import { useCommand } from '@/console/command.tsx'
import { FailureNote } from '@/console/failure-note.tsx'
import { refusalWords } from '@/console/refusal-words.ts'
import { refunds } from '@/nouns/refund.ts'
import { onceWith, useTRPC } from '@/trpc/client.tsx'
import { Button } from '@/ui/button.tsx'
import { Dialog } from '@/ui/dialog.tsx'
import { Choice, Choices, Field, Input, Select, TextArea } from '@/ui/field.tsx'
import { useFirstProblem } from '@/ui/first-problem.ts'
import { ButtonKey } from '@/ui/kbd.tsx'
import { Link } from '@/ui/link.tsx'
import { Note } from '@/ui/note.tsx'
import { emptyDraft, type RefundDraft, readDraft, refusedToAsk } from './ask-refund.ts'
import { RefundLines } from './refund-lines.tsx'
import { RefundPreview } from './refund-preview.tsx'

/** Asks for a refund; a second person decides it elsewhere. Refused only when no part of the order can be asked back. */
export function useAskRefund(purchase: Purchase) {
  const refusals = purchase.orders.map((order) => refusedToAsk(purchase, order))
  const [first] = refusals
  return useOpening({
    permission: 'refund.request',
    label: 'Refund lines…',
    keys: 'r',
    look: { variant: 'primary' },
    refusal: refusals.includes(undefined) || first === undefined ? undefined : refusalWords(first),
    opens: (close) => <RefundDialog purchase={purchase} onClose={close} />,
  })
}

function RefundDialog({ purchase, onClose }: { purchase: Purchase; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
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
  const open = purchase.orders.filter((order) => refusedToAsk(purchase, order) === undefined)
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
        <Field label="Seller’s part" className="max-w-none">
          {(control) => (
            <Select {...control} value={draft.orderId} onChange={(event) => setDraft(emptyDraft(event.target.value))}>
              {purchase.orders.map((each) => {
                const refused = refusedToAsk(purchase, each)
                return (
                  <option key={each.id} value={each.id} disabled={refused !== undefined}>
                    {each.number} · {each.seller.name}
                    {refused && ` · ${refusalWords(refused).fact}`}
                  </option>
                )
              })}
            </Select>
          )}
        </Field>
      )}
      <RefundLines
        order={order}
        currency={purchase.total.currency}
        lines={draft.lines}
        problem={problem}
        onChange={(lines) => change({ lines })}
      />
      <div className="grid grid-cols-2 gap-x-6 gap-y-4 max-md:grid-cols-1">
        <div className="grid content-start gap-4">
          <Field label="Reason" error={problem('reason')}>
            {(control) => (
              <Select
                {...control}
                value={draft.reason}
                onChange={(event) => change({ reason: RefundReason.safeParse(event.target.value).data ?? '' })}
              >
                <option value="">Choose a reason</option>
                {RefundReason.options.map((reason) => (
                  <option key={reason} value={reason}>
                    {refunds.reasons[reason]}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Choices legend="Commission">
            <Choice
              name="commission"
              checked={draft.commissionPolicy === 'return'}
              onChange={() => change({ commissionPolicy: 'return' })}
            >
              Goes back with the refund
            </Choice>
            <Choice
              name="commission"
              checked={draft.commissionPolicy === 'keep'}
              onChange={() => change({ commissionPolicy: 'keep' })}
            >
              Stays with the marketplace
            </Choice>
          </Choices>
        </div>
        <div className="grid content-start gap-4">
          <Choices legend="Who bears the cost">
            {RefundBearer.options.map((bearer) => (
              <Choice key={bearer} name="bearer" checked={draft.bearer === bearer} onChange={() => change({ bearer })}>
                {refunds.bearers[bearer]}
              </Choice>
            ))}
          </Choices>
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
