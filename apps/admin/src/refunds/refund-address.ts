import type { RefundStatus } from '@mainstay/domain/refund/lifecycle'
import { refunds } from '@/nouns/refund.ts'

export const refundViews = ['waiting', 'trouble', 'decided'] as const
export type RefundView = (typeof refundViews)[number]

const statuses: Record<RefundView, RefundStatus[]> = {
  waiting: ['requested'],
  trouble: ['failed', 'unknown'],
  decided: ['approved', 'sending', 'succeeded', 'denied', 'released'],
}

export type RefundSearch = { view: RefundView; cursor: string | undefined }

type Params = { get(name: string): string | null }

export function readRefundSearch(params: Params): RefundSearch {
  const view = refundViews.find((each) => each === params.get('view')) ?? 'waiting'
  return { view, cursor: params.get('cursor') ?? undefined }
}

export function refundListInput({ view, cursor }: RefundSearch): { status: RefundStatus[]; cursor?: string } {
  return { status: statuses[view], ...(cursor !== undefined && { cursor }) }
}

function queryOf({ view, cursor }: RefundSearch) {
  return { view: view === 'waiting' ? undefined : view, cursor }
}

export function refundsHref(search: RefundSearch): string {
  return refunds.list(queryOf(search))
}

/** Opening one keeps the list beside it where it is. */
export function refundHref(refundId: string, search: RefundSearch): string {
  return refunds.href(refundId, queryOf(search))
}
