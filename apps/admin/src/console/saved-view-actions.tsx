'use client'
import type { Address } from '@mainstay/domain/list/address'
import {
  changeView,
  RenameView,
  renameView,
  type SavedView,
  saveOverView,
} from '@mainstay/domain/saved-view/saved-view'
import { useTRPC } from '@/trpc/client.tsx'
import type { IconName } from '@/ui/icon.tsx'
import { type Action, useAction } from './action.tsx'
import { useCommand } from './command.tsx'
import { useDeleteView } from './delete-view.tsx'
import { useFollow } from './follow.ts'
import { refusedBy } from './refusal-words.ts'
import { useSaveView } from './save-view.tsx'
import { keptOf } from './saved-view-address.ts'
import { useMe } from './session.tsx'
import type { Listed, Shown } from './use-list.ts'

type Item = { icon: IconName; action: Action }
type Opened = { view: SavedView | undefined; changed: boolean }

/** What a person can do with the list as it is shown, and with the view that is open. */
export function useViewActions(shown: Shown<Listed>, { view, changed }: Opened) {
  const trpc = useTRPC()
  const follow = useFollow()
  const { member, permissions } = useMe()
  const by = { id: member.id, mayShare: permissions.includes('savedView.share') }
  const { id: savedViewId = '', name = '', isShared = false } = view ?? {}
  const mayChange = view && refusedBy(changeView(view, by))

  const save = useSaveView(shown)
  const update = useAction({
    procedure: trpc.savedView.save.mutationOptions(),
    label: `Update “${name}”`,
    refusal: view && refusedBy(saveOverView(view, member)),
    asks: { sends: { list: shown.list.noun, name, address: keptOf(shown) } },
    done: (saved) => `“${saved.name}” is now what is shown.`,
  })
  const rename = useAction({
    procedure: trpc.savedView.rename.mutationOptions(),
    label: 'Rename…',
    refusal: view && refusedBy(renameView(view, name, { by, ownersNames: [] })),
    asks: {
      title: `Rename “${name}”`,
      description: isShared ? 'Colleagues find it under the new name.' : 'It stays yours alone.',
      schema: RenameView,
      given: { savedViewId },
      fields: [{ name: 'name', label: 'Name', line: true, value: name }],
      confirm: 'Rename',
    },
    done: (renamed) => `It is called “${renamed.name}” now.`,
  })
  const shareAgain = useCommand(trpc.savedView.share.mutationOptions(), { done: shareWords })
  const share = useAction({
    procedure: trpc.savedView.share.mutationOptions(),
    label: isShared ? 'Stop sharing' : 'Share with colleagues',
    refusal: mayChange,
    asks: { sends: { savedViewId, isShared: !isShared } },
    done: shareWords,
    undo: (shared) => shareAgain.mutate({ savedViewId, isShared: !shared.isShared }),
  })
  const remove = useDeleteView(view, {
    refusal: mayChange,
    leave: () => follow(shown.href(withoutView(shown.address))),
  })

  const ofOpened: Item[] = [
    { icon: 'edit', action: rename },
    { icon: 'person', action: share },
    { icon: 'close', action: remove },
  ]
  const actions: Item[] = [
    ...(changed ? [{ icon: 'upload', action: update } as const] : []),
    { icon: 'plus', action: save },
    ...(view === undefined ? [] : ofOpened),
  ]
  const layers = (
    <>
      {save.layer}
      {rename.layer}
      {remove.layer}
    </>
  )
  return { actions, layers }
}

function shareWords({ name, owner, isShared }: SavedView): string {
  return isShared ? `Colleagues see “${name}” now.` : `Only ${owner.name} sees “${name}” now.`
}

function withoutView({ saved: _, ...address }: Address): Address {
  return address
}
