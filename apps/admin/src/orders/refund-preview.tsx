'use client'
import type { RequestRefund } from '@mainstay/domain/refund/refund'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { FailureNote } from '@/console/failure-note.tsx'
import { Impact } from '@/refunds/impact.tsx'
import { useTRPC } from '@/trpc/client.tsx'
import { cx } from '@/ui/class-names.ts'

const quietMilliseconds = 250

/** What the refund would change, as the api computes it. Asked once typing pauses. */
export function RefundPreview({ command }: { command: RequestRefund | undefined }) {
  const trpc = useTRPC()
  const [asked, setAsked] = useState(command)
  const wanted = JSON.stringify(command)
  useEffect(() => {
    const timer = setTimeout(() => setAsked(wanted === undefined ? undefined : JSON.parse(wanted)), quietMilliseconds)
    return () => clearTimeout(timer)
  }, [wanted])
  const found = useQuery(
    trpc.refund.preview.queryOptions(asked ?? emptyCommand, {
      enabled: asked !== undefined,
      placeholderData: keepPreviousData,
    }),
  )
  if (command === undefined) {
    return <p className="text-text-3">Choose lines to see what the refund changes for everybody.</p>
  }
  if (found.isError) return <FailureNote error={found.error} tried="read" />
  if (found.data === undefined) {
    return (
      <div role="status" aria-label="Computing what changes" className="grid gap-3 py-2">
        <span className="skeleton w-2/3" />
        <span className="skeleton w-1/2" />
      </div>
    )
  }
  const stale = found.isPlaceholderData || wanted !== JSON.stringify(asked)
  return (
    <div className={cx('-mx-5 [--gutter:1.25rem]', stale && 'opacity-60')} aria-busy={stale}>
      <Impact impact={found.data} caption="What changes if it is approved" />
    </div>
  )
}

const emptyCommand: RequestRefund = {
  orderId: '',
  lines: [],
  reason: 'other',
  note: '',
  bearer: 'seller',
  sellerSharePpm: 0,
  commissionPolicy: 'return',
}
