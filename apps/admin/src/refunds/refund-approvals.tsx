'use client'
import { type Refund, refundList } from '@mainstay/domain/refund/refund'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { EmptyList } from '@/console/empty-list.tsx'
import { FailureBlock } from '@/console/failure-block.tsx'
import { useKeys } from '@/console/keys.tsx'
import { Page } from '@/console/page.tsx'
import { useMe } from '@/console/session.tsx'
import { useList } from '@/console/use-list.ts'
import { refunds } from '@/nouns/refund.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { cx } from '@/ui/class-names.ts'
import { Icon } from '@/ui/icon.tsx'
import { KeyHints } from '@/ui/kbd.tsx'
import { Link } from '@/ui/link.tsx'
import { PageHeader } from '@/ui/page-header.tsx'
import { Pager } from '@/ui/pager.tsx'
import { StateBlock } from '@/ui/states.tsx'
import { Tabs } from '@/ui/tabs.tsx'
import { RefundDecision } from './refund-decision.tsx'
import { RefundList } from './refund-list.tsx'

/** The list on the left, the decision on the right; on a phone one of the two. */
export function RefundApprovals({ refundId }: { refundId?: string }) {
  const me = useMe()
  const router = useRouter()
  const trpc = useTRPC()
  const list = useList(refundList, refunds)
  const found = useQuery(trpc.refund.list.queryOptions(list.input, { placeholderData: keepPreviousData }))
  const counts = useViewCounts()
  const rows = found.data?.items ?? []
  const { data: shown, error } = useQuery(
    trpc.refund.get.queryOptions({ refundId: refundId ?? '' }, { enabled: refundId !== undefined }),
  )
  const listHref = list.href(list.address)
  /** Opening one keeps the list beside it where it is. */
  const hrefOf = (id: string) => listHref.replace(refunds.place.href, refunds.href(id))
  const at = rows.findIndex((refund) => refund.id === refundId)
  const openNext = () => {
    const next = rows[at + 1] ?? rows[at - 1]
    if (list.view === 'waiting' && next !== undefined) router.push(hrefOf(next.id), { scroll: false })
  }
  const open = (index: number) => () => {
    const refund = rows[Math.min(rows.length - 1, Math.max(0, index))]
    if (refund !== undefined) router.push(hrefOf(refund.id), { scroll: false })
  }
  useKeys([
    { keys: 'j', label: 'Next refund', run: open(at + 1) },
    { keys: 'k', label: 'Previous refund', run: open(at === -1 ? 0 : at - 1) },
    { keys: 'Escape', label: 'Back to the list', run: () => router.push(listHref) },
  ])

  return (
    <Page crumbs={crumbsOf(refundId, shown, listHref)}>
      {/* On a phone the refund has the page to itself; the heading stays for those who listen. */}
      <div className={cx(refundId !== undefined && 'max-stack:sr-only')}>
        <PageHeader title="Refund approvals" context={list.view === 'waiting' && contextOf(rows, me.member.id)} />
      </div>
      <div className={cx(refundId !== undefined && 'max-stack:hidden')}>
        <Tabs
          label="Views"
          tabs={Object.entries(refunds.views).map(([view, label]) => ({
            label,
            href: list.href({ view, filters: {} }),
            current: view === list.view,
            ...(counts[view] !== undefined && { count: counts[view] }),
          }))}
        />
      </div>
      {refundId !== undefined && (
        <Link href={listHref} className="flex items-center gap-1.5 px-(--gutter) pt-4 text-text-2 stack:hidden">
          <Icon name="arrowLeft" className="size-3.5" />
          All refund approvals
        </Link>
      )}
      <div className="grid flex-1 grid-cols-[20rem_minmax(0,1fr)] max-xl:grid-cols-[17rem_minmax(0,1fr)] max-stack:grid-cols-1">
        <div className={cx('border-r max-stack:border-r-0', refundId !== undefined && 'max-stack:hidden')}>
          {found.isError ? (
            <FailureBlock error={found.error} onRetry={() => void found.refetch()} />
          ) : found.data === undefined ? (
            <LoadingList />
          ) : rows.length === 0 ? (
            <EmptyList shown={list} words={refunds.empty} filtered={Object.keys(list.address.filters).length > 0} />
          ) : (
            <div className={cx(found.isPlaceholderData && 'opacity-60')} aria-busy={found.isPlaceholderData}>
              <RefundList rows={rows} openId={refundId} hrefOf={hrefOf} you={me.member.id} />
              {(found.data.newer !== null || found.data.older !== null) && (
                <Pager
                  text=""
                  newer={{ href: list.turned(found.data.newer), why: 'This is the newest page.' }}
                  older={{ href: list.turned(found.data.older), why: 'This is the oldest page.' }}
                />
              )}
            </div>
          )}
        </div>
        <div className={cx('min-w-0', refundId === undefined && 'max-stack:hidden')}>
          {error !== null ? (
            <FailureBlock error={error} />
          ) : shown !== undefined && shown.id === refundId ? (
            <RefundDecision key={refundId} refund={shown} onDecided={openNext} />
          ) : refundId !== undefined ? (
            <LoadingList />
          ) : (
            rows.length > 0 && (
              <StateBlock shape="waitsForPerson" title="Choose a refund to decide">
                It opens here, with what it changes for the buyer, the seller and the marketplace.
              </StateBlock>
            )
          )}
        </div>
      </div>
      <KeyHints
        hints={[
          { keys: ['J', 'K'], label: 'move' },
          ...(shown?.status !== 'requested'
            ? []
            : [
                { keys: ['⌘↵'], label: 'approve' },
                { keys: ['D'], label: 'deny' },
                { keys: ['O'], label: 'open order' },
              ]),
          { keys: ['?'], label: 'all keys' },
        ]}
      />
    </Page>
  )
}

/** How many each view but the last holds; what is decided only grows. */
function useViewCounts(): Record<string, number | undefined> {
  const trpc = useTRPC()
  const waiting = useQuery(trpc.refund.count.queryOptions({ view: 'waiting' }))
  const trouble = useQuery(trpc.refund.count.queryOptions({ view: 'trouble' }))
  return { waiting: waiting.data?.count, trouble: trouble.data?.count }
}

function crumbsOf(refundId: string | undefined, shown: Refund | undefined, listHref: string) {
  const { group, title } = refunds.place
  if (refundId === undefined) return [{ label: group }, { label: title }]
  return [{ label: group }, { label: title, href: listHref }, { label: shown?.number ?? 'Refund' }]
}

function contextOf(rows: readonly Refund[], you: string): string | undefined {
  if (rows.length === 0) return undefined
  const own = rows.filter((refund) => refund.requestedBy.id === you).length
  const waits = rows.length === 1 ? '1 on this page waits' : `${rows.length} on this page wait`
  return `${waits} for a second person.${own === 0 ? '' : ` You asked for ${own === 1 ? 'one' : own} of them yourself.`}`
}

function LoadingList() {
  return (
    <div role="status" aria-label="Loading refunds" aria-busy="true">
      {['a', 'b', 'c', 'd'].map((row) => (
        <div key={row} className="grid gap-2.5 border-b px-(--gutter) py-4">
          <span className="skeleton w-1/2" />
          <span className="skeleton w-4/5" />
        </div>
      ))}
    </div>
  )
}
