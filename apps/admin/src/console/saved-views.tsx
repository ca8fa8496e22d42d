'use client'
import type { SavedView } from '@mainstay/domain/saved-view/saved-view'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/trpc/client.tsx'
import { Button } from '@/ui/button.tsx'
import { Menu, MenuChoices, MenuHeading, MenuItem, MenuLine } from '@/ui/menu.tsx'
import { useFollow } from './follow.ts'
import { useKeys } from './keys.tsx'
import { useViewActions } from './saved-view-actions.tsx'
import { isChanged, openedAt } from './saved-view-address.ts'
import { useMe } from './session.tsx'
import type { Listed, Shown } from './use-list.ts'

/** The views of a list that were kept, and what can be done with the one that is open. */
export function SavedViews({ shown, align = 'start' }: { shown: Shown<Listed>; align?: 'start' | 'end' }) {
  const trpc = useTRPC()
  const { member } = useMe()
  const follow = useFollow()
  const [isOpen, setOpen] = useState(false)
  const { data, isError } = useQuery(trpc.savedView.list.queryOptions({ list: shown.list.noun }))
  const all = data?.items ?? []
  const view = all.find(({ id }) => id === shown.address.saved)
  const changed = view !== undefined && isChanged(shown, view)
  const { actions, layers } = useViewActions(shown, { view, changed })
  useKeys([{ keys: 'v', label: 'Views', run: () => setOpen(true) }])
  const open = (id: string) => {
    const chosen = all.find((each) => each.id === id)
    if (chosen !== undefined) follow(openedAt(shown.path, chosen))
  }
  const own = all.filter(({ owner }) => owner.id === member.id)
  const shared = all.filter(({ owner }) => owner.id !== member.id)

  return (
    <>
      <Menu
        open={isOpen}
        onOpenChange={setOpen}
        align={align}
        trigger={
          <Button icon="bookmark" className="max-w-56">
            <span className="truncate">{view?.name ?? 'Views'}</span>
            {changed && <Changed />}
          </Button>
        }
      >
        {own.length > 0 && <MenuHeading>Your views</MenuHeading>}
        <MenuChoices chosen={view?.id} onChoose={open} choices={own.map(ownChoice)} />
        {shared.length > 0 && <MenuHeading>Shared by colleagues</MenuHeading>}
        <MenuChoices chosen={view?.id} onChoose={open} choices={shared.map(sharedChoice)} />
        {all.length === 0 && <MenuHeading>{emptyWords({ isError, isPending: data === undefined })}</MenuHeading>}
        <MenuLine />
        {actions.map(({ icon, action }) => (
          <MenuItem key={action.label} icon={icon} refusal={action.refusal} onSelect={action.start}>
            {action.label}
          </MenuItem>
        ))}
      </Menu>
      {layers}
    </>
  )
}

function Changed() {
  return (
    <>
      <span aria-hidden="true" className="size-1.5 flex-none rounded-full bg-warning" />
      <span className="sr-only">changed</span>
    </>
  )
}

function ownChoice({ id, name, isShared }: SavedView) {
  return { id, label: name, detail: isShared ? 'shared' : undefined }
}

function sharedChoice({ id, name, owner }: SavedView) {
  return { id, label: name, detail: owner.name }
}

function emptyWords({ isError, isPending }: { isError: boolean; isPending: boolean }): string {
  if (isError) return 'The views could not be read.'
  return isPending ? 'Looking for views…' : 'A view keeps filters, order and tab under a name.'
}
