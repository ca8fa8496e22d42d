'use client'
import { type Refund, refundList } from '@mainstay/domain/refund/refund'
import { skipToken, useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { copyHere } from '@/console/copy-buttons.tsx'
import { EmptyList } from '@/console/empty-list.tsx'
import { useKeys } from '@/console/keys.tsx'
import { exportHref } from '@/console/list-address.ts'
import { Loaded } from '@/console/loaded.tsx'
import { Page } from '@/console/page.tsx'
import { SavedViews } from '@/console/saved-views.tsx'
import { useMe } from '@/console/session.tsx'
import { useListing } from '@/console/use-listing.ts'
import { refunds } from '@/nouns/refund.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { IconAnchor, IconButton } from '@/ui/button.tsx'
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
  const { page, rows } = useListing(refundList, refunds, trpc.refund)
  const { shown: list, found } = page
  const counts = useViewCounts()
  const opened = useQuery(trpc.refund.get.queryOptions(refundId === undefined ? skipToken : { refundId }))
  const shown = opened.data
  const listHref = list.href(list.address)
  /** Opening one keeps the list beside it where it is. */
  const hrefOf = (id: string) => listHref.replace(refunds.place.href, refunds.href(id))
  const at = rows.findIndex((refund) => refund.id === refundId)
  const open = (refund: Refund | undefined) => refund && router.push(hrefOf(refund.id), { scroll: false })
  const openNext = () => list.view === 'waiting' && open(rows[at + 1] ?? rows[at - 1])
  useKeys([
    { keys: 'j', label: 'Next refund', run: () => open(rows[at + 1]) },
    { keys: 'k', label: 'Previous refund', run: () => open(rows[Math.max(0, at - 1)]) },
    { keys: 'Escape', label: 'Back to the list', run: () => router.push(listHref) },
  ])

  return (
    <Page crumbs={crumbsOf(refundId, shown, listHref)}>
      {/* On a phone the refund has the page to itself; the heading stays for those who listen. */}
      <div className={cx(refundId !== undefined && 'max-stack:sr-only')}>
        <PageHeader
          title="Refund approvals"
          context={list.view === 'waiting' && contextOf(rows, me.member.id)}
          actions={
            <div className={cx('flex items-center gap-2', refundId !== undefined && 'max-stack:hidden')}>
              <SavedViews shown={list} align="end" />
              <IconAnchor icon="download" label="Export as CSV" href={exportHref('refunds', list.input)} download />
              <IconButton icon="link" label="Copy the link to this list" onClick={copyHere} className="max-sm:hidden" />
            </div>
          }
        />
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
          <Loaded found={found} label="refunds" className="px-(--gutter) py-4">
            {({ newer, older }) =>
              rows.length === 0 ? (
                <EmptyList shown={list} words={refunds.empty} filtered={Object.keys(list.address.filters).length > 0} />
              ) : (
                <div className="aria-busy:awaiting" aria-busy={found.isPlaceholderData}>
                  <RefundList rows={rows} openId={refundId} hrefOf={hrefOf} you={me.member.id} />
                  {(newer !== null || older !== null) && (
                    <Pager
                      text=""
                      newer={{ href: list.turned(newer), why: 'This is the newest page.' }}
                      older={{ href: list.turned(older), why: 'This is the oldest page.' }}
                    />
                  )}
                </div>
              )
            }
          </Loaded>
        </div>
        <div className={cx('min-w-0', refundId === undefined && 'max-stack:hidden')}>
          {refundId === undefined ? (
            rows.length > 0 && (
              <StateBlock shape="waitsForPerson" title="Choose a refund to decide">
                It opens here, with what it changes for the buyer, the seller and the marketplace.
              </StateBlock>
            )
          ) : (
            <Loaded found={opened} label="the refund" className="px-(--gutter) py-5">
              {(refund) => <RefundDecision key={refund.id} refund={refund} onDecided={openNext} />}
            </Loaded>
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
