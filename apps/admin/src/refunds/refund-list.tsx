'use client'
import type { Refund } from '@mainstay/domain/refund/refund'
import { useEffect, useRef } from 'react'
import { MoneyText } from '@/console/money-text.tsx'
import { State } from '@/console/state.tsx'
import { refunds } from '@/nouns/refund.ts'
import { cx } from '@/ui/class-names.ts'
import { Clock } from '@/ui/clock.tsx'
import { Link } from '@/ui/link.tsx'
import { Status } from '@/ui/status.tsx'

type RefundListInput = {
  rows: readonly Refund[]
  openId: string | undefined
  hrefOf: (id: string) => string
  you: string
}

/** One block per refund: what, for whom and why, who asked, and how long there is. */
export function RefundList({ rows, openId, hrefOf, you }: RefundListInput) {
  const list = useRef<HTMLUListElement>(null)
  // Opening another refund mounts the page anew: Tab goes on from the one that is open, and not from the top.
  useEffect(() => {
    if (openId === undefined || document.activeElement !== document.body || !navigator.userActivation?.hasBeenActive)
      return
    list.current?.querySelector<HTMLElement>(`[data-refund="${CSS.escape(openId)}"]`)?.focus({ preventScroll: true })
  }, [openId])
  return (
    <ul ref={list} aria-label="Refunds">
      {rows.map((refund) => {
        const own = refund.requestedBy.id === you
        return (
          <li key={refund.id}>
            <Link
              href={hrefOf(refund.id)}
              scroll={false}
              aria-current={refund.id === openId ? 'page' : undefined}
              data-refund={refund.id}
              className={cx(
                'grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1 border-b px-(--gutter) py-3 -outline-offset-2! hover:bg-hover',
                refund.id === openId && 'bg-selected shadow-[inset_2px_0_0_var(--color-accent)]',
              )}
            >
              <span className="font-medium tabular-nums">{refund.number}</span>
              <span className="text-right font-medium">
                <MoneyText money={refund.amount} />
              </span>
              <span className="col-span-full truncate text-text-2">
                <bdi>{refund.buyerName}</bdi> · {refund.note}
              </span>
              {own && refund.status === 'requested' ? (
                <Status shape="locked" className="min-w-0 text-sm text-text-3">
                  <span className="truncate">Yours; someone else decides</span>
                </Status>
              ) : (
                <span className="truncate text-sm text-text-3">by {own ? 'you' : refund.requestedBy.name}</span>
              )}
              <span className="justify-self-end text-sm">
                {refund.status === 'requested' ? (
                  <Clock due={refund.dueAt} since={refund.requestedAt} />
                ) : (
                  <State look={refunds.look[refund.status]} />
                )}
              </span>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
