'use client'
import { useParams } from 'next/navigation'
import { RefundApprovals } from '@/refunds/refund-approvals.tsx'

/** The page itself, so that the list beside the refund stays where it is while the refund is fetched. */
export default function Loading() {
  return <RefundApprovals {...useParams<{ refundId: string }>()} />
}
