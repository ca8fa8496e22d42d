'use client'
import type { Permission } from '@mainstay/domain/access/permission'
import { useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { useRouter } from 'next/navigation'
import { Dialog as Radix } from 'radix-ui'
import { useState } from 'react'
import { audit } from '@/nouns/audit.ts'
import { orders } from '@/nouns/order.ts'
import { runs } from '@/nouns/run.ts'
import { workItems } from '@/nouns/work-item.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { Glyph } from '@/ui/glyph.tsx'
import { Icon, type IconName } from '@/ui/icon.tsx'
import { Kbd } from '@/ui/kbd.tsx'
import { useReturnFocus } from '@/ui/return-focus.ts'
import { type Jump, useFound } from './found.ts'
import { navigationFor, placeOfList } from './navigation.ts'
import { themeInForce, usePreferences } from './preferences-provider.tsx'
import { openedAt } from './saved-view-address.ts'
import { useMe } from './session.tsx'

type Entry = {
  id: string
  icon: IconName
  label: string
  detail?: string
  keys?: string[]
  locked?: boolean
  run: () => void
}

const row =
  'mx-1.5 flex h-9 cursor-default items-center gap-2.5 rounded-sm px-2.5 data-[selected=true]:bg-selected data-[disabled=true]:text-text-3 pointer-coarse:h-11'

export function CommandPalette({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const [query, setQuery] = useState('')
  const focus = useReturnFocus()
  const close = (next: boolean) => {
    if (!next) setQuery('')
    onOpenChange(next)
  }
  return (
    <Radix.Root open={open} onOpenChange={close}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          {...focus}
          aria-describedby={undefined}
          className="overlay-in fixed top-[12vh] left-1/2 z-50 w-[min(40rem,calc(100%-2rem))] -translate-x-1/2 overflow-hidden rounded-lg bg-raised shadow-pop outline-none!"
        >
          <Radix.Title className="sr-only">Search or run a command</Radix.Title>
          <Command label="Search or run a command" loop shouldFilter>
            <div className="flex h-12 items-center gap-2.5 border-b px-4">
              <Icon name="search" className="text-text-3" />
              <Command.Input
                value={query}
                onValueChange={setQuery}
                placeholder="Number, buyer, e-mail, seller, place or command"
                className="min-w-0 flex-1 bg-transparent text-lg outline-none! placeholder:text-text-3"
              />
              <Kbd>Esc</Kbd>
            </div>
            <Results query={query.trim()} onDone={() => close(false)} />
            <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5 border-t px-4 py-2 text-sm text-text-3">
              <span className="inline-flex items-center gap-[5px]">
                <Kbd>↑</Kbd>
                <Kbd>↓</Kbd> move
              </span>
              <span className="inline-flex items-center gap-[5px]">
                <Kbd>↵</Kbd> open
              </span>
            </div>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function Results({ query, onDone }: { query: string; onDone: () => void }) {
  const me = useMe()
  const router = useRouter()
  const { preferences, change } = usePreferences()
  const go = (href: string) => () => router.push(href)

  const places: Entry[] = navigationFor(me.permissions)
    .flatMap((group) => group.items)
    .map((place) => ({
      id: place.href,
      icon: place.icon,
      label: place.title,
      keys: ['G', place.key.toUpperCase()],
      run: go(place.href),
    }))
  const commands: Entry[] = [
    {
      id: 'theme',
      icon: 'moon',
      label: 'Switch light or dark theme',
      run: () => change({ theme: themeInForce(preferences.theme) === 'dark' ? 'light' : 'dark' }),
    },
    {
      id: 'density',
      icon: 'density',
      label: preferences.density === 'compact' ? 'Comfortable rows' : 'Compact rows',
      run: () => change({ density: preferences.density === 'compact' ? 'comfortable' : 'compact' }),
    },
  ]
  for (const view of shortcuts) {
    if (me.permissions.includes(view.permission)) commands.push({ ...view, run: go(view.href(me.member.id)) })
  }
  const views = useViewEntries(go)
  const found = useFound(query)
  const jumps = [...found, ...jumpsFor(query, me.permissions)].map((jump) => ({ ...jump, run: go(jump.href) }))

  return (
    <Command.List className="max-h-[50vh] overflow-y-auto pb-1.5">
      {jumps.length === 0 && (
        <Command.Empty className="px-4 py-6 text-text-2">Nothing is called “{query}”.</Command.Empty>
      )}
      <Group heading="Jump to" entries={jumps} onDone={onDone} forceMount />
      <Group heading="Places" entries={places} onDone={onDone} />
      <Group heading="Saved views" entries={views} onDone={onDone} />
      <Group heading="Commands" entries={commands} onDone={onDone} />
    </Command.List>
  )
}

/** The views that were kept of any list this person reads, where it has a page. */
function useViewEntries(go: (href: string) => () => void): Entry[] {
  const trpc = useTRPC()
  const { member } = useMe()
  const { data } = useQuery(trpc.savedView.list.queryOptions({}))
  return (data?.items ?? []).flatMap((view) => {
    const place = placeOfList(view.list)
    if (place === undefined) return []
    const detail = view.owner.id === member.id ? place.title : `${place.title} · ${view.owner.name}`
    return [{ id: view.id, icon: place.icon, label: view.name, detail, run: go(openedAt(place.href, view)) }]
  })
}

/** What people look for often enough to say it in words. */
const shortcuts: readonly {
  id: string
  icon: IconName
  label: string
  permission: Permission
  href: (memberId: string) => string
}[] = [
  {
    id: 'late',
    icon: 'clock',
    label: 'Work past its clock',
    permission: 'workItem.read',
    href: () => workItems.list({ view: 'late' }),
  },
  {
    id: 'mine',
    icon: 'person',
    label: 'Work that is mine',
    permission: 'workItem.read',
    href: () => workItems.list({ view: 'mine' }),
  },
  {
    id: 'failed-runs',
    icon: 'runs',
    label: 'Runs that failed',
    permission: 'workflow.read',
    href: () => runs.list({ status: 'failed' }),
  },
  {
    id: 'held-runs',
    icon: 'runs',
    label: 'Runs held for a person',
    permission: 'workflow.read',
    href: () => runs.list({ status: 'blocked' }),
  },
  {
    id: 'my-audit',
    icon: 'audit',
    label: 'Audit rows of my own',
    permission: 'audit.read',
    href: (memberId) => audit.list({ actor: memberId }),
  },
]

function jumpsFor(query: string, permissions: readonly string[]) {
  const jumps: Jump[] = []
  if (query === '') return jumps
  if (permissions.includes('purchase.read')) {
    jumps.push({
      id: 'search-orders',
      icon: 'search',
      label: `Orders with “${query}”`,
      detail: 'all of them, as a list',
      href: orders.list({ query }),
    })
  }
  const id = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.exec(query)?.[0].toLowerCase()
  if (id !== undefined && permissions.includes('workflow.read')) {
    jumps.push({ id: `run-${id}`, icon: 'runs', label: `Run ${id}`, detail: 'open the run', href: runs.href(id) })
  }
  if (id !== undefined && permissions.includes('audit.read')) {
    jumps.push({
      id: `audit-${id}`,
      icon: 'audit',
      label: `Audit rows about ${id}`,
      detail: '',
      href: audit.list({ subject: id }),
    })
  }
  return jumps
}

type GroupInput = { heading: string; entries: readonly Entry[]; onDone: () => void; forceMount?: boolean }

function Group({ heading, entries, onDone, forceMount = false }: GroupInput) {
  if (entries.length === 0) return null
  return (
    <Command.Group
      heading={heading}
      forceMount={forceMount}
      className="[&_[cmdk-group-heading]]:px-4 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-sm [&_[cmdk-group-heading]]:text-text-3"
    >
      {entries.map((entry) => (
        <Command.Item
          key={entry.id}
          value={`${entry.label} ${entry.id}`}
          forceMount={forceMount}
          disabled={entry.locked ?? false}
          className={row}
          onSelect={() => {
            onDone()
            entry.run()
          }}
        >
          <Icon name={entry.icon} className="text-text-2" />
          <span className="min-w-0 flex-1 truncate">
            {entry.label} {entry.detail && <span className="text-text-3">{entry.detail}</span>}
          </span>
          {entry.keys?.map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
          {entry.locked && <Glyph shape="locked" />}
        </Command.Item>
      ))}
    </Command.Group>
  )
}
