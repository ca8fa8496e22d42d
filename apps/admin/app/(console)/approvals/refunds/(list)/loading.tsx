'use client'
import { RefundApprovals } from '@/refunds/refund-approvals.tsx'

/** The page itself, which shows what the browser knows of it already. */
export default function Loading() {
  return <RefundApprovals />
}
