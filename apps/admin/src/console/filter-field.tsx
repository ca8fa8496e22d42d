'use client'
import { chipsOf, type Chip as ShownChip } from '@mainstay/domain/list/address'
import type { AnyList } from '@mainstay/domain/list/list'
import { readTyped, soughtBy, suggestionsFor } from '@mainstay/domain/list/typed'
import { Command } from 'cmdk'
import { type Ref, useState } from 'react'
import { Chip } from '@/ui/filter-bar.tsx'
import { Icon } from '@/ui/icon.tsx'
import { formatDayOfYear } from '@/ui/instant.ts'
import { Kbd } from '@/ui/kbd.tsx'
import { type FilterWords, keyWords, problemWords, valueWords } from './filter-words.ts'
import { useFollow } from './follow.ts'
import { foundByName, ThingName, useThings } from './things.tsx'
import type { Shown } from './use-list.ts'

type FieldInput = {
  shown: Shown<AnyList>
  words: FilterWords
  nameOf: ((key: string, id: string) => string | undefined) | undefined
  /** What free text is looked for in: `number, buyer or seller`. */
  searched: string | undefined
  inputRef: Ref<HTMLInputElement>
}

const option = 'flex cursor-default items-baseline gap-2 rounded-sm px-2.5 py-1.5 data-[selected=true]:bg-selected'

/** One field for free text and typed filters. Enter takes the marked line; Backspace in the empty field the last chip. */
export function FilterField({ shown, words, nameOf, searched, inputRef }: FieldInput) {
  const follow = useFollow()
  const [text, setText] = useState('')
  const [isOpen, setOpen] = useState(false)
  const [problem, setProblem] = useState<string>()
  const { list, address, marketplace: place } = shown
  const said = (key: string, code: string) => valueWords(words, key, code)
  const chips = chipsOf(list, address, place)
  const things = useThings(isOpen ? soughtBy(list, text) : undefined)
  const suggestions = suggestionsFor(list, { text, words: said, nouns: foundByName, things })
  const isNamed = text.includes(':')

  function take(typed: string) {
    const read = readTyped(list, address, { text: typed, words: said, place })
    if (!read.ok) {
      setProblem(`${typed} is no filter. ${explain(read)}`)
      // Why it is none stands where the suggestions would.
      setOpen(false)
      return
    }
    setText('')
    setProblem(undefined)
    setOpen(false)
    follow(shown.href(read.address))
  }

  function explain(unread: { key: string; problem: Parameters<typeof problemWords>[0] }): string {
    const filter = list.filters[unread.key]
    const codes = filter !== undefined && 'options' in filter ? filter.options : []
    return problemWords(
      unread.problem,
      codes.map((code) => said(unread.key, code)?.toLowerCase() ?? code),
    )
  }

  return (
    <search className="relative min-w-0 flex-1 basis-44 max-sm:basis-full">
      <Command shouldFilter={false} label="Search or add a filter" onBlur={() => setOpen(false)}>
        <div className="flex min-h-9 flex-wrap items-center gap-1.5 rounded-md bg-surface px-2 py-1 inset-ring inset-ring-border-control focus-within:inset-ring-2 focus-within:inset-ring-focus">
          <Icon name="search" className="size-3.5 text-text-3" />
          {chips.map((chip) => (
            <Chip
              key={`${chip.key}${chip.sign}`}
              chip={{
                key: chip.kind === 'search' ? 'search' : keyWords(chip.key),
                value: <Value {...{ list, chip }} words={said(chip.key, chip.text) ?? nameOf?.(chip.key, chip.text)} />,
                ...(chip.problem && { problem: explain({ key: chip.key, problem: chip.problem }) }),
                onRemove: () => follow(shown.href(chip.without)),
              }}
            />
          ))}
          <Command.Input
            ref={inputRef}
            aria-label="Search or add a filter"
            placeholder={exampleOf(list, { searched, words: said })}
            value={text}
            enterKeyHint="search"
            onValueChange={(value) => {
              setText(value)
              setProblem(undefined)
              setOpen(value !== '')
            }}
            onFocus={() => setOpen(text !== '')}
            onKeyDown={(event) => {
              if (event.key === 'Backspace' && text === '' && chips.length > 0) {
                const last = chips.at(-1)
                if (last) follow(shown.href(last.without))
              }
              if (event.key === 'Escape') event.currentTarget.blur()
            }}
            className="h-6.5 min-w-32 flex-1 bg-transparent outline-none! placeholder:text-text-3 max-md:text-lg"
          />
          <Kbd className="max-md:hidden pointer-coarse:hidden">/</Kbd>
        </div>
        <Command.List
          label="Suggestions"
          // A press on a line must not take the focus from the field before it is chosen.
          onMouseDown={(event) => event.preventDefault()}
          className={
            isOpen
              ? 'overlay-in absolute z-30 mt-1 max-h-80 w-[min(28rem,100%)] overflow-y-auto rounded-md bg-raised p-1 shadow-pop'
              : 'hidden'
          }
        >
          {isOpen && (!isNamed || suggestions.length === 0) && (
            <Command.Item value="typed" className={option} onSelect={() => take(text)}>
              <Icon name={isNamed ? 'filter' : 'search'} className="size-3.5 self-center text-text-3" />
              {isNamed ? `Filter by ${text}` : `Search for “${text}”`}
            </Command.Item>
          )}
          {isOpen &&
            suggestions.map((suggestion) => (
              <Command.Item
                key={suggestion.text}
                value={suggestion.text}
                className={option}
                onSelect={() => (suggestion.isWhole ? take(suggestion.text) : setText(suggestion.text))}
              >
                <Icon name="filter" className="size-3.5 self-center text-text-3" />
                {suggestion.isWhole ? suggestion.words : keyWords(suggestion.words)}
                {suggestion.text.length < 36 && (
                  <span className="code ml-auto text-sm text-text-3">{suggestion.text}</span>
                )}
              </Command.Item>
            ))}
        </Command.List>
      </Command>
      {problem !== undefined && (
        <p role="alert" className="mt-1 text-sm text-danger-text">
          {problem}
        </p>
      )}
    </search>
  )
}

/** What is asked for as people call it: by the words of its code, its name, or as it was written. */
function Value({ list, chip, words }: { list: AnyList; chip: ShownChip; words: string | undefined }) {
  const filter = list.filters[chip.key]
  if (words !== undefined) return words
  if (filter?.kind === 'id' && chip.problem === undefined) return <ThingName noun={filter.noun} id={chip.text} />
  // What could not be read stays as it was written.
  const isDay = filter?.kind === 'days' && chip.problem === undefined
  return `${chip.sign === '=' ? '' : chip.sign}${isDay ? formatDayOfYear(chip.text) : chip.text}`
}

type Example = { searched: string | undefined; words: (key: string, code: string) => string | undefined }

/** `Number, buyer or seller, or a filter such as payment:paid`, by what the list knows. */
function exampleOf({ filters }: AnyList, { searched, words }: Example): string {
  const begin = searched === undefined ? 'A' : `${searched}, or a`
  for (const [key, filter] of Object.entries(filters)) {
    const code = 'options' in filter ? filter.options.at(0) : undefined
    if (code !== undefined) return `${begin} filter such as ${key}:${(words(key, code) ?? code).toLowerCase()}`
  }
  return searched === undefined ? 'Add a filter' : `${begin} filter`
}
