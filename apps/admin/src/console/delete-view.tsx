'use client'
import { DeleteView, type SavedView } from '@mainstay/domain/saved-view/saved-view'
import { useTRPC } from '@/trpc/client.tsx'
import type { Refusal } from '@/ui/tooltip.tsx'
import { type Action, useAction } from './action.tsx'
import { useCommand } from './command.tsx'
import { useMe } from './session.tsx'

type Deleting = { refusal: Refusal | undefined; leave: () => void }

/** One’s own view goes at once and can be had back; a colleague’s only after a question, as nobody can give it back to them. */
export function useDeleteView(view: SavedView | undefined, { refusal, leave }: Deleting): Action {
  const trpc = useTRPC()
  const { member } = useMe()
  const { id: savedViewId = '', name = '', isShared = false } = view ?? {}
  const share = useCommand(trpc.savedView.share.mutationOptions(), {
    done: (back) => `Colleagues see “${back.name}” again.`,
  })
  const keepAgain = useCommand(trpc.savedView.save.mutationOptions(), {
    done: (back) => `“${back.name}” is back.`,
  })
  const shareAgain = ({ id }: SavedView) => {
    if (isShared) share.mutate({ savedViewId: id, isShared })
  }
  const own = useAction({
    procedure: trpc.savedView.delete.mutationOptions(),
    label: 'Delete',
    refusal,
    asks: { sends: { savedViewId } },
    done: () => `“${name}” is deleted.`,
    undo: () => {
      if (view === undefined) return
      const { list, address, columns } = view
      keepAgain.mutate({ list, name, address, columns }, { onSuccess: shareAgain })
    },
    after: leave,
  })
  const another = useAction({
    procedure: trpc.savedView.delete.mutationOptions(),
    label: 'Delete…',
    refusal,
    asks: {
      title: `Delete “${name}”`,
      description: `${view?.owner.name} shares it. It goes for everybody, and cannot be had back.`,
      schema: DeleteView,
      given: { savedViewId },
      fields: [],
      confirm: 'Delete view',
      danger: true,
    },
    done: () => `“${name}” is deleted.`,
    after: leave,
  })
  return view === undefined || view.owner.id === member.id ? own : another
}
