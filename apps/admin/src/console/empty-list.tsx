'use client'
import type { AnyList } from '@mainstay/domain/list/list'
import { ButtonLink } from '@/ui/button.tsx'
import type { Shape } from '@/ui/glyph.tsx'
import { StateBlock } from '@/ui/states.tsx'
import type { Shown } from './use-list.ts'

type Words = { title: string; text: string; shape?: Shape }

/** Why a view has no rows, by its name; `all` where there is one. `filtered` when filters leave nothing. */
export type EmptyWords = Readonly<Record<string, Words>> & { filtered: Words }

type EmptyInput = { shown: Shown<AnyList>; words: EmptyWords; filtered: boolean }

/** Empty because it is good, because the filters leave nothing, or because the page has moved on. */
export function EmptyList({ shown, words, filtered }: EmptyInput) {
  const { address, view } = shown
  const paged = address.cursor !== undefined
  const found = filtered
    ? words.filtered
    : paged
      ? { title: 'This page is empty now', text: 'What was here has moved on.' }
      : (words[view] ?? words.filtered)
  return (
    <StateBlock
      shape={found.shape ?? 'notStarted'}
      title={found.title}
      actions={
        (filtered || paged) && (
          <ButtonLink href={shown.href({ ...(address.view && { view }), filters: {} })}>
            {filtered ? 'Clear the filters' : 'Show the first page'}
          </ButtonLink>
        )
      }
    >
      {found.text}
    </StateBlock>
  )
}
