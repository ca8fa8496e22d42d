'use client'
import type { AuditEntry } from '@mainstay/domain/audit/audit'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useQueryStates } from 'nuqs'
import type { Query } from '@/address.ts'
import { type Column, DataTable } from '@/console/data-table.tsx'
import { useFollow } from '@/console/follow.ts'
import { useKeys } from '@/console/keys.tsx'
import { Page } from '@/console/page.tsx'
import { useMe } from '@/console/session.tsx'
import { audit } from '@/nouns/audit.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { ButtonLink } from '@/ui/button.tsx'
import { KeyHints } from '@/ui/kbd.tsx'
import { Time } from '@/ui/now.tsx'
import { PageHeader } from '@/ui/page-header.tsx'
import { Pager } from '@/ui/pager.tsx'
import { StateBlock } from '@/ui/states.tsx'
import { None } from '@/ui/table.tsx'
import { auditAddress, auditInput } from './audit-address.ts'
import { AuditDrawer } from './audit-drawer.tsx'
import { AuditFilters } from './audit-filters.tsx'
import { changeSummary } from './audit-words.ts'
import { facetsOf } from './facets.ts'
import { FacetsRail } from './facets-rail.tsx'

export function AuditLog() {
  const trpc = useTRPC()
  const me = useMe()
  const router = useRouter()
  const follow = useFollow()
  const [address] = useQueryStates(auditAddress)
  const { row, cursor, ...filters } = address
  const { data } = useSuspenseQuery(trpc.audit.list.queryOptions(auditInput(address, me.tenant.timeZone)))

  const { items } = data
  const at = items.findIndex((entry) => entry.id === row)
  const open = items[at]
  const filtered = Object.values(filters).some((value) => value !== null)
  /** Another filter begins at the newest page and with nothing open. */
  const narrowed = (changes: Query) => audit.list({ ...defined(filters), ...changes })
  const here = (changes: Query) => narrowed({ cursor: cursor ?? undefined, ...changes })
  const narrow = (changes: Query) => router.push(narrowed(changes), { scroll: false })
  const openAt = (index: number) => {
    const entry = items[index]
    return entry && (() => follow(here({ row: entry.id })))
  }
  useKeys([
    {
      keys: 'g a',
      label: 'Rows of the same actor',
      place: 'This page',
      run: () => open?.actor.id && narrow({ actorId: open.actor.id }),
    },
    {
      keys: 'g s',
      label: 'Rows about the same thing',
      place: 'This page',
      run: () => open && narrow({ subjectId: open.subject.id }),
    },
  ])

  return (
    <Page
      crumbs={[{ label: 'Control' }, { label: 'Audit' }]}
      drawer={
        open && (
          <AuditDrawer
            entry={open}
            permissions={me.permissions}
            narrowed={narrowed}
            onPrevious={openAt(at - 1)}
            onNext={openAt(at + 1)}
            onClose={() => follow(here({ row: undefined }))}
          />
        )
      }
    >
      <PageHeader title="Audit" context="Who changed what, when, and by which right. Rows are only ever added." />
      <AuditFilters filters={filters} entries={items} timeZone={me.tenant.timeZone} onNarrow={narrow} />
      <div className="flex min-w-0 flex-1 max-stack:flex-col">
        {items.length > 0 && (
          <FacetsRail facets={facetsOf(items)} chosen={filters} onChoose={(key, value) => narrow({ [key]: value })} />
        )}
        <div className="min-w-0 flex-1 overflow-x-clip">
          {items.length === 0 ? (
            <StateBlock
              shape="notStarted"
              title={filtered ? 'No row matches' : 'The log is empty'}
              actions={(filtered || cursor !== null) && <ButtonLink href={audit.list()}>Show all rows</ButtonLink>}
            >
              {filtered
                ? 'Nothing was changed that fits all of these filters. Take one away.'
                : 'The first change anybody makes is written here.'}
            </StateBlock>
          ) : (
            <>
              <DataTable
                caption="Audit rows, newest first."
                columns={columns}
                rows={items}
                rowId={(entry) => entry.id}
                rowName={(entry) => `${entry.action} ${entry.subject.label}`}
                rowHref={(entry) => here({ row: entry.id })}
                onFollow={follow}
                openId={open?.id}
                onClose={() => follow(here({ row: undefined }))}
                sticky
                narrow="blocks"
              />
              <Pager
                text="Newest first. The log is not counted."
                newer={{
                  href: data.newer === null ? undefined : narrowed({ cursor: data.newer }),
                  why: 'This is the newest page.',
                }}
                older={{
                  href: data.older === null ? undefined : narrowed({ cursor: data.older }),
                  why: 'There are no older rows.',
                }}
              />
            </>
          )}
        </div>
      </div>
      <KeyHints
        hints={[
          { keys: ['J', 'K'], label: 'move' },
          { keys: ['Enter'], label: 'open' },
          { keys: ['G', 'A'], label: 'same actor' },
          { keys: ['G', 'S'], label: 'same thing' },
          { keys: ['?'], label: 'all keys' },
        ]}
      />
    </Page>
  )
}

const columns: readonly Column<AuditEntry>[] = [
  {
    id: 'time',
    header: 'Time',
    className: 'sm:w-28 text-text-2',
    cell: (entry) => <Time at={entry.occurredAt} precise />,
  },
  {
    id: 'actor',
    header: 'Actor',
    className: 'sm:max-w-44 sm:truncate max-sm:col-start-2 max-sm:row-start-1 max-sm:text-right',
    cell: (entry) => <span title={entry.actor.name}>{entry.actor.name}</span>,
  },
  {
    id: 'action',
    header: 'Action',
    kind: 'rowHeader',
    className: 'max-sm:row-start-2',
    cell: (entry) => <span className="code text-sm">{entry.action}</span>,
  },
  {
    id: 'about',
    header: 'About',
    className: 'sm:max-w-44 sm:truncate max-sm:col-start-2 max-sm:row-start-2 max-sm:text-right',
    cell: (entry) => <span title={entry.subject.label}>{entry.subject.label}</span>,
  },
  {
    id: 'change',
    header: 'Change',
    className:
      'w-full max-w-0 truncate text-text-2 group-data-drawer/page:hidden max-sm:col-span-2 max-sm:max-w-full max-sm:whitespace-normal',
    cell: (entry) => changeSummary(entry.changes) || entry.reason || <None />,
  },
]

function defined(filters: Record<string, string | null>): Query {
  return Object.fromEntries(Object.entries(filters).map(([key, value]) => [key, value ?? undefined]))
}
