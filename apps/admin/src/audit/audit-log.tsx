'use client'
import { type AuditEntry, auditList } from '@mainstay/domain/audit/audit'
import { changed } from '@mainstay/domain/list/address'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import type { Column } from '@/console/data-table.tsx'
import { useFollow } from '@/console/follow.ts'
import { useKeys } from '@/console/keys.tsx'
import { ListPage } from '@/console/list-page.tsx'
import { useMe } from '@/console/session.tsx'
import { useList } from '@/console/use-list.ts'
import { audit } from '@/nouns/audit.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { Time } from '@/ui/now.tsx'
import { None } from '@/ui/table.tsx'
import { AuditDrawer } from './audit-drawer.tsx'
import { changeSummary } from './audit-words.ts'
import { facetsOf } from './facets.ts'
import { FacetsRail } from './facets-rail.tsx'

export function AuditLog() {
  const trpc = useTRPC()
  const { permissions } = useMe()
  const follow = useFollow()
  const openId = useSearchParams().get('row')
  const shown = useList(auditList, audit)
  const found = useQuery(trpc.audit.list.queryOptions(shown.input, { placeholderData: keepPreviousData }))
  const { data: count } = useQuery(trpc.audit.count.queryOptions(shown.input))
  const rows = found.data?.items ?? []
  const at = rows.findIndex((entry) => entry.id === openId)
  const open = rows[at]
  /** Another filter begins at the newest page and with nothing open. */
  const narrowed = (filters: Record<string, string | undefined>) => shown.href(changed(shown.address, { filters }))
  const narrow = (filters: Record<string, string | undefined>) => follow(narrowed(filters))
  const here = shown.href(shown.address)
  const opened = (entry: AuditEntry) => `${here}${here.includes('?') ? '&' : '?'}row=${entry.id}`
  const openAt = (index: number) => {
    const entry = rows[index]
    return entry && (() => follow(opened(entry)))
  }
  const close = () => follow(here)
  useKeys([
    {
      keys: 'g a',
      label: 'Rows of the same actor',
      place: 'This page',
      run: () => open?.actor.id && narrow({ actor: open.actor.id }),
    },
    {
      keys: 'g s',
      label: 'Rows about the same thing',
      place: 'This page',
      run: () => open && narrow({ subject: open.subject.id }),
    },
  ])
  return (
    <ListPage
      place={audit.place}
      shown={shown}
      found={found}
      count={count}
      noun="row"
      context="Who changed what, when, and by which right. Rows are only ever added."
      nameOf={(key, id) => nameOf(key, id, rows)}
      csv="audit"
      empty={audit.empty}
      hints={[
        { keys: ['G', 'A'], label: 'same actor' },
        { keys: ['G', 'S'], label: 'same thing' },
      ]}
      aside={
        rows.length > 0 && (
          <FacetsRail
            facets={facetsOf(rows)}
            chosen={shown.address.filters}
            onChoose={(key, value) => narrow({ [key]: value })}
          />
        )
      }
      drawer={
        open && (
          <AuditDrawer
            entry={open}
            permissions={permissions}
            narrowed={narrowed}
            onPrevious={openAt(at - 1)}
            onNext={openAt(at + 1)}
            onClose={close}
          />
        )
      }
      table={{
        columns,
        rowId: (entry) => entry.id,
        rowName: (entry) => `${entry.action} ${entry.subject.label}`,
        rowHref: opened,
        onFollow: follow,
        openId: open?.id,
        onClose: close,
      }}
    />
  )
}

function nameOf(key: string, id: string, rows: readonly AuditEntry[]): string | undefined {
  if (key === 'actor') return rows.find(({ actor }) => actor.id === id)?.actor.name
  return rows.find(({ subject }) => subject.id === id)?.subject.label
}

const columns: readonly Column<AuditEntry>[] = [
  {
    id: 'time',
    name: 'Time',
    sort: 'occurredAt',
    className: 'sm:w-28 text-text-2',
    cell: (entry) => <Time at={entry.occurredAt} precise />,
  },
  {
    id: 'actor',
    name: 'Actor',
    className: 'sm:max-w-44 sm:truncate max-sm:col-start-2 max-sm:row-start-1 max-sm:text-right',
    cell: (entry) => <span title={entry.actor.name}>{entry.actor.name}</span>,
  },
  {
    id: 'action',
    name: 'Action',
    kind: 'rowHeader',
    className: 'max-sm:row-start-2',
    cell: (entry) => <span className="code text-sm">{entry.action}</span>,
  },
  {
    id: 'about',
    name: 'About',
    className: 'sm:max-w-44 sm:truncate max-sm:col-start-2 max-sm:row-start-2 max-sm:text-right',
    cell: (entry) => <span title={entry.subject.label}>{entry.subject.label}</span>,
  },
  {
    id: 'change',
    name: 'Change',
    className:
      'w-full max-w-0 truncate text-text-2 group-data-drawer/page:hidden max-sm:col-span-2 max-sm:max-w-full max-sm:whitespace-normal',
    cell: (entry) => changeSummary(entry.changes) || (entry.reason && audit.reason(entry.reason)) || <None />,
  },
]
