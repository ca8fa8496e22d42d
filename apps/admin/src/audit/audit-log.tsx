'use client'
import { type AuditEntry, auditList } from '@mainstay/domain/audit/audit'
import { changed } from '@mainstay/domain/list/address'
import { type Column, textColumn, timeColumn } from '@/console/column.tsx'
import { useFollow } from '@/console/follow.ts'
import { useKeys } from '@/console/keys.tsx'
import { ListPage } from '@/console/list-page.tsx'
import { useOpenRow } from '@/console/open-row.ts'
import { useListing } from '@/console/use-listing.ts'
import { audit } from '@/nouns/audit.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { None } from '@/ui/table.tsx'
import { AuditDrawer } from './audit-drawer.tsx'
import { changeSummary } from './audit-words.ts'
import { facetsOf } from './facets.ts'
import { FacetsRail } from './facets-rail.tsx'

export function AuditLog() {
  const follow = useFollow()
  const { page, rows } = useListing(auditList, audit, useTRPC().audit)
  const { shown } = page
  const opened = useOpenRow(shown, rows, 'row')
  const open = opened.row
  /** Another filter begins at the newest page and with nothing open. */
  const narrowed = (filters: Record<string, string | undefined>) => shown.href(changed(shown.address, { filters }))
  const narrow = (filters: Record<string, string | undefined>) => follow(narrowed(filters))
  const sameActor = () => open?.actor.id && narrow({ actor: open.actor.id })
  const sameThing = () => open && narrow({ subject: open.subject.id })
  useKeys([
    { keys: 'g a', label: 'Rows of the same actor', run: sameActor },
    { keys: 'g s', label: 'Rows about the same thing', run: sameThing },
  ])
  return (
    <ListPage
      {...page}
      noun="row"
      context="Who changed what, when, and by which right. Rows are only ever added."
      nameOf={(key, id) => nameOf(key, id, rows)}
      csv="audit"
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
      drawer={open && <AuditDrawer entry={open} narrowed={narrowed} {...opened.drawer} />}
      table={{
        ...opened.table,
        columns,
        rowName: (entry) => `${entry.action} ${entry.subject.label}`,
      }}
    />
  )
}

function nameOf(key: string, id: string, rows: readonly AuditEntry[]): string | undefined {
  if (key === 'actor') return rows.find(({ actor }) => actor.id === id)?.actor.name
  return rows.find(({ subject }) => subject.id === id)?.subject.label
}

const columns: readonly Column<AuditEntry>[] = [
  timeColumn({
    id: 'time',
    name: 'Time',
    sort: 'occurredAt',
    width: 28,
    phone: 'left 1',
    precise: true,
    of: (entry) => entry.occurredAt,
  }),
  textColumn({ id: 'actor', name: 'Actor', phone: 'right 1', of: (entry) => entry.actor.name }),
  {
    id: 'action',
    name: 'Action',
    kind: 'rowHeader',
    phone: 'left 2',
    cell: (entry) => <span className="code text-sm">{entry.action}</span>,
  },
  textColumn({ id: 'about', name: 'About', phone: 'right 2', of: (entry) => entry.subject.label }),
  {
    id: 'change',
    name: 'Change',
    phone: 'wide 3',
    className: 'truncate text-text-2 sm:w-full sm:max-w-0 group-data-drawer/page:hidden',
    cell: (entry) =>
      changeSummary(entry.changes) || (entry.reason && audit.reason(entry.reason, entry.actor.type)) || <None />,
  },
]
