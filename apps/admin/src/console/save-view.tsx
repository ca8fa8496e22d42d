'use client'
import { SaveView } from '@mainstay/domain/saved-view/saved-view'
import { useState } from 'react'
import { useTRPC } from '@/trpc/client.tsx'
import { Choice, Field, Input } from '@/ui/field.tsx'
import { type Action, useAction } from './action.tsx'
import { useCommand } from './command.tsx'
import { useFollow } from './follow.ts'
import { missingRight } from './refusal-words.ts'
import { keptOf, openedAt } from './saved-view-address.ts'
import { useMe } from './session.tsx'
import type { Listed, Shown } from './use-list.ts'

/** Keeps the list as it is shown under a name, for oneself or for colleagues as well, and has it open from then on. */
export function useSaveView(shown: Shown<Listed>): Action {
  const trpc = useTRPC()
  const follow = useFollow()
  const [isShared, setShared] = useState(false)
  const cannotShare = missingRight(useMe().grants, { procedure: 'savedView.share' })
  const share = useCommand(trpc.savedView.share.mutationOptions(), {
    done: (view) => `Colleagues see “${view.name}” now.`,
  })
  return useAction({
    procedure: trpc.savedView.save.mutationOptions(),
    label: 'Save this view…',
    refusal: undefined,
    asks: {
      title: 'Save this view',
      description:
        'The filters, the order and the tab as they are now. Under a name of yours that exists it takes that view’s place.',
      schema: SaveView,
      given: { list: shown.list.noun, address: keptOf(shown) },
      fields: (problems) => (
        <>
          <Field label="Name" hint="Such as: Large and unpaid." error={problems['name']} className="max-w-none">
            {(control) => <Input {...control} name="name" />}
          </Field>
          <Choice
            type="checkbox"
            checked={isShared}
            disabled={cannotShare !== undefined}
            onChange={(event) => setShared(event.target.checked)}
          >
            Share with colleagues
            {cannotShare && <span className="block text-sm text-text-3">{cannotShare.fact}</span>}
          </Choice>
        </>
      ),
      confirm: 'Save view',
    },
    done: (view) => `“${view.name}” is kept.`,
    after: (view) => {
      if (isShared && !view.isShared) share.mutate({ savedViewId: view.id, isShared })
      setShared(false)
      follow(openedAt(shown.path, view))
    },
  })
}
