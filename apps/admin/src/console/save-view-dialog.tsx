'use client'
import { SaveView } from '@mainstay/domain/saved-view/saved-view'
import { useState } from 'react'
import { useTRPC } from '@/trpc/client.tsx'
import { Choice } from '@/ui/field.tsx'
import { useCommand } from './command.tsx'
import { useFollow } from './follow.ts'
import { FormDialog } from './form.tsx'
import { missingPermission } from './refusal-words.ts'
import { keptOf, openedAt } from './saved-view-address.ts'
import { useMe } from './session.tsx'
import type { Listed, Shown } from './use-list.ts'

/** Keeps the list as it is shown under a name, for oneself or for colleagues as well, and has it open from then on. */
export function SaveViewDialog({ shown, onClose }: { shown: Shown<Listed>; onClose: () => void }) {
  const trpc = useTRPC()
  const follow = useFollow()
  const [isShared, setShared] = useState(false)
  const mayShare = useMe().permissions.includes('savedView.share')
  const share = useCommand(trpc.savedView.share.mutationOptions(), {
    done: (view) => `Colleagues see “${view.name}” now.`,
  })
  return (
    <FormDialog
      title="Save this view"
      description="The filters, the order and the tab as they are now. Under a name of yours that exists it takes that view’s place."
      procedure={(once) => trpc.savedView.save.mutationOptions(once)}
      schema={SaveView}
      given={{ list: shown.list.noun, address: keptOf(shown) }}
      fields={[{ name: 'name', label: 'Name', hint: 'Such as: Large and unpaid.' }]}
      confirm="Save view"
      done={(view) => `“${view.name}” is kept.`}
      after={(view) => {
        if (isShared && !view.isShared) share.mutate({ savedViewId: view.id, isShared })
        follow(openedAt(shown.path, view))
        onClose()
      }}
      onClose={onClose}
    >
      <Choice
        type="checkbox"
        checked={isShared}
        disabled={!mayShare}
        onChange={(event) => setShared(event.target.checked)}
      >
        Share with colleagues
        {!mayShare && <span className="block text-sm text-text-3">{missingPermission('savedView.share').fact}</span>}
      </Choice>
    </FormDialog>
  )
}
