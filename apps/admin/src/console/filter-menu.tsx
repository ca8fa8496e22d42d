'use client'
import type { AnyList } from '@mainstay/domain/list/list'
import { useEffect, useRef, useState } from 'react'
import { Button } from '@/ui/button.tsx'
import { Popover } from '@/ui/popover.tsx'
import { capitalized } from '@/ui/sentence.ts'
import { FilterEditor } from './filter-editor.tsx'
import { type FilterWords, keyWords, valueWords } from './filter-words.ts'
import { useFollow } from './follow.ts'
import { foundByName } from './things.tsx'
import type { Shown } from './use-list.ts'

type MenuInput = { shown: Shown<AnyList>; words: FilterWords }

/** Every filter of the list with what it can be, for the hand on the mouse or the thumb on the screen. */
export function FilterMenu({ shown, words }: MenuInput) {
  const follow = useFollow()
  const [open, setOpen] = useState(false)
  const [chosen, setChosen] = useState<string>()
  const [last, setLast] = useState<string>()
  const keys = Object.entries(shown.list.filters).flatMap(([key, each]) =>
    each.kind === 'search' || (each.kind === 'id' && !foundByName.includes(each.noun)) ? [] : [key],
  )
  if (keys.length === 0) return null
  const choose = (key: string | undefined) => {
    setLast(chosen)
    setChosen(key)
  }
  const set = (key: string, text: string) => follow(shown.with({ filters: { [key]: text } }))
  const filter = chosen === undefined ? undefined : shown.list.filters[chosen]
  return (
    <Popover
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        setChosen(undefined)
        setLast(undefined)
      }}
      label="Filter"
      trigger={
        <Button icon="filter" aria-haspopup="dialog">
          Filter
        </Button>
      }
    >
      {chosen === undefined || filter === undefined ? (
        <FilterKeys keys={keys} last={last} onChoose={choose} />
      ) : (
        <div className="grid gap-2 p-2.5">
          <Button variant="quiet" icon="arrowLeft" className="justify-self-start" onClick={() => choose(undefined)}>
            {capitalized(keyWords(chosen))}
          </Button>
          <FilterEditor
            key={chosen}
            filter={filter}
            text={shown.address.filters[chosen] ?? ''}
            words={(code) => valueWords(words, chosen, code) ?? code}
            onText={(text) => set(chosen, text)}
          />
        </div>
      )}
    </Popover>
  )
}

type KeysInput = { keys: readonly string[]; last: string | undefined; onChoose: (key: string) => void }

/** What can be filtered by; the one that somebody comes back from has the focus. */
function FilterKeys({ keys, last, onChoose }: KeysInput) {
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    if (last !== undefined) list.current?.querySelector<HTMLElement>(`[data-filter="${last}"]`)?.focus()
  }, [last])
  return (
    <ul ref={list} className="grid p-1">
      {keys.map((key) => (
        <li key={key}>
          <Button
            variant="quiet"
            data-filter={key}
            className="w-full justify-between!"
            iconAfter="arrowRight"
            onClick={() => onChoose(key)}
          >
            {capitalized(keyWords(key))}
          </Button>
        </li>
      ))}
    </ul>
  )
}
