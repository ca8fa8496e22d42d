'use client'
import { formatMoney } from '@mainstay/domain/money/money'
import type { Refund } from '@mainstay/domain/refund/refund'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { FailureBlock } from '@/console/failure-block.tsx'
import { FailureNote } from '@/console/failure-note.tsx'
import { refusalOf } from '@/console/failure-words.ts'
import { useKeys } from '@/console/keys.tsx'
import { useMe } from '@/console/session.tsx'
import { StatePill } from '@/console/state.tsx'
import { orders } from '@/nouns/order.ts'
import { refunds } from '@/nouns/refund.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { Button } from '@/ui/button.tsx'
import { Clock } from '@/ui/clock.tsx'
import { Field, TextArea } from '@/ui/field.tsx'
import { ButtonKey } from '@/ui/kbd.tsx'
import { Note } from '@/ui/note.tsx'
import { useMoment } from '@/ui/now.tsx'
import { Section } from '@/ui/section.tsx'
import { Status } from '@/ui/status.tsx'
import { checkOfOrder, checksOf, refusedToApprove, refusedToDeny } from './decision.ts'
import { DenyDialog } from './deny-dialog.tsx'
import { Impact } from './impact.tsx'
import { RefundEyes } from './refund-eyes.tsx'
import { RefundFacts } from './refund-facts.tsx'

export function RefundDecision({ refundId }: { refundId: string }) {
  const trpc = useTRPC()
  const found = useQuery(
    trpc.refund.get.queryOptions(
      { refundId },
      { refetchInterval: ({ state }) => (state.data && isMoving(state.data) ? 2_000 : 15_000) },
    ),
  )
  if (found.isError) return <FailureBlock error={found.error} onRetry={() => void found.refetch()} />
  if (found.data === undefined) {
    return (
      <div role="status" aria-label="Loading the refund" className="grid gap-4 px-(--gutter) py-6">
        <span className="skeleton h-5 w-2/5" />
        <span className="skeleton w-3/5" />
        <span className="skeleton h-16 w-full" />
      </div>
    )
  }
  return <Decision refund={found.data} />
}

function Decision({ refund }: { refund: Refund }) {
  const trpc = useTRPC()
  const waits = refund.status === 'requested'
  const impact = useQuery(trpc.refund.impact.queryOptions({ refundId: refund.id }))
  return (
    <>
      <div className="px-(--gutter) pt-5 pb-5">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <h2 className="text-lg tracking-normal">
            Refund {formatMoney(refund.amount)} to {refund.buyerName}
          </h2>
          <StatePill look={refunds.look[refund.status]} />
          {waits && (
            <span className="ml-auto">
              <Clock due={refund.dueAt} since={refund.requestedAt} />
            </span>
          )}
        </div>
        <p className="mt-1 max-w-[76ch] wrap-anywhere text-text-2">
          {refunds.reasons[refund.reason]}: {refund.note}
        </p>
        <p className="mt-1 mb-4 max-w-[76ch] text-text-2">
          Order{' '}
          <Link className="link" href={orders.href(refund.purchase.number)}>
            {refund.purchase.number}
          </Link>
          , seller {refund.order.sellerName}. {refunds.bearers[refund.bearer]}.
        </p>
        <RefundEyes refund={refund} />
        {refund.failureReason !== null && (
          <Note shape="failed" title="The money did not arrive." className="mt-4">
            {refund.failureReason}
          </Note>
        )}
      </div>
      <Section
        flush
        title={waits ? 'What changes if you approve' : 'What it changes'}
        aside={`${refund.amount.currency}, for ${refund.order.number}`}
      >
        {impact.isError ? (
          <FailureNote error={impact.error} tried="read" className="px-(--gutter) pb-5" />
        ) : impact.data === undefined ? (
          <div role="status" aria-label="Computing what changes" className="grid gap-4 px-(--gutter) pb-6">
            <span className="skeleton w-2/3" />
            <span className="skeleton w-1/2" />
          </div>
        ) : (
          <Impact impact={impact.data} caption="Effect of the refund on each party" buyerName={refund.buyerName} />
        )}
      </Section>
      <RefundFacts refund={refund} />
      {waits && <DecisionForm refund={refund} weighing={impact} />}
    </>
  )
}

type Weighing = Parameters<typeof checkOfOrder>[0]

function DecisionForm({ refund, weighing }: { refund: Refund; weighing: Weighing }) {
  const me = useMe()
  const { now } = useMoment()
  const router = useRouter()
  const trpc = useTRPC()
  const cache = useQueryClient()
  const [note, setNote] = useState('')
  const [denying, setDenying] = useState(false)
  // Also after a refusal: it means that what is shown here is no longer so.
  const lookAgain = () =>
    Promise.all([
      cache.invalidateQueries(trpc.refund.pathFilter()),
      cache.invalidateQueries(trpc.purchase.pathFilter()),
      cache.invalidateQueries(trpc.ledger.pathFilter()),
    ])
  const approve = useMutation(
    trpc.refund.approve.mutationOptions({
      onSuccess: () => toast(`${refund.number} is released. The provider is being asked to pay it back.`),
      onSettled: lookAgain,
    }),
  )
  const approveRefusal = refusedToApprove(refund, me, now) ?? refusalOf(weighing.error)
  const ofOrder = checkOfOrder(weighing)
  const denyRefusal = refusedToDeny(refund, me, now)
  const release = () => {
    if (approveRefusal !== undefined || approve.isPending) return
    approve.mutate({ refundId: refund.id, version: refund.version, note })
  }
  const page = 'This page' as const
  useKeys([
    { keys: 'mod+Enter', label: 'Approve', place: page, run: release },
    { keys: 'd', label: 'Deny', place: page, run: () => denyRefusal === undefined && setDenying(true) },
    { keys: 'o', label: 'Open the order', place: page, run: () => router.push(orders.href(refund.purchase.number)) },
  ])

  return (
    <Section title="Decision" hiddenTitle>
      <div className="grid grid-cols-[minmax(0,1fr)_15rem] gap-x-8 gap-y-5 max-lg:grid-cols-1">
        <div className="grid content-start gap-3.5">
          <Field label="Note" aside="kept in the audit log" className="max-w-none">
            {(control) => (
              <TextArea {...control} rows={2} value={note} onChange={(event) => setNote(event.target.value)} />
            )}
          </Field>
          {approve.isError && <FailureNote error={approve.error} />}
          {approveRefusal !== undefined && (
            <Note plain shape="locked" title={approveRefusal.fact}>
              {approveRefusal.wayOut}
            </Note>
          )}
          <div className="flex flex-wrap gap-2">
            <Button variant="primary" size="large" refusal={approveRefusal} busy={approve.isPending} onClick={release}>
              Approve {formatMoney(refund.amount)} <ButtonKey>⌘↵</ButtonKey>
            </Button>
            <Button variant="danger" size="large" refusal={denyRefusal} onClick={() => setDenying(true)}>
              Deny… <ButtonKey>D</ButtonKey>
            </Button>
          </div>
        </div>
        <div>
          <h3>Checks</h3>
          <ul className="mt-2 grid gap-1.5">
            {checksOf(refund, me, now).map((check) => (
              <li key={check.code}>
                <Status
                  shape={check.ok ? 'done' : 'stopped'}
                  {...(!check.ok && { tone: 'danger' })}
                  className="whitespace-normal!"
                >
                  {check.words}
                </Status>
              </li>
            ))}
            <li>
              <Status
                shape={ofOrder.shape}
                {...(ofOrder.shape === 'stopped' && { tone: 'danger' })}
                className="whitespace-normal!"
              >
                {ofOrder.words}
              </Status>
            </li>
          </ul>
        </div>
      </div>
      <DenyDialog refund={refund} open={denying} onOpenChange={setDenying} onSettled={lookAgain} />
    </Section>
  )
}

function isMoving(refund: Refund): boolean {
  return refund.status === 'approved' || refund.status === 'sending'
}
