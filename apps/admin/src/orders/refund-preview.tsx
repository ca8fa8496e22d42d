'use client'
import type { RequestRefund } from '@mainstay/domain/refund/refund'
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Loaded } from '@/console/loaded.tsx'
import { Impact } from '@/refunds/impact.tsx'
import { useTRPC } from '@/trpc/client.tsx'

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
  const found = useQuery(trpc.refund.preview.queryOptions(asked ?? skipToken, { placeholderData: keepPreviousData }))
  if (command === undefined) {
    return <p className="text-text-3">Choose lines to see what the refund changes for everybody.</p>
  }
  const stale = found.isPlaceholderData || wanted !== JSON.stringify(asked)
  return (
    <div className="-mx-5 [--gutter:1.25rem] aria-busy:awaiting" aria-busy={stale}>
      <Loaded found={found} label="what changes" className="px-(--gutter)">
        {(impact) => <Impact impact={impact} caption="What changes if it is approved" />}
      </Loaded>
    </div>
  )
}
