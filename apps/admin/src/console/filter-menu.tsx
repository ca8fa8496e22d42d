'use client'
import type { Filter } from '@mainstay/domain/list/filter'
import { spanOf, spanText } from '@mainstay/domain/list/filter-text'
import type { AnyList } from '@mainstay/domain/list/list'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '@/ui/button.tsx'
import { Choice, Field, Input } from '@/ui/field.tsx'
import { Popover } from '@/ui/popover.tsx'
import { type FilterWords, keyWords, valueWords } from './filter-words.ts'
import { useFollow } from './follow.ts'
import type { Shown } from './use-list.ts'

// A calendar is large, and most lists are read without one.
const DaySpan = dynamic(() => import('./day-span.tsx').then((file) => file.DaySpan))

type MenuInput = { shown: Shown<AnyList>; words: FilterWords }

/** Every filter of the list with what it can be, for the hand on the mouse or the thumb on the screen. */
export function FilterMenu({ shown, words }: MenuInput) {
  const follow = useFollow()
  const [open, setOpen] = useState(false)
  const [chosen, setChosen] = useState<string>()
  const filters = Object.entries(shown.list.filters).filter(([, { kind }]) => kind !== 'search' && kind !== 'id')
  if (filters.length === 0) return null
  const set = (key: string, text: string) => follow(shown.with({ filters: { [key]: text } }))
  const filter = chosen === undefined ? undefined : shown.list.filters[chosen]
  return (
    <Popover
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        setChosen(undefined)
      }}
      label="Filter"
      trigger={
        <Button icon="filter" aria-haspopup="dialog">
          Filter
        </Button>
      }
    >
      {chosen === undefined || filter === undefined ? (
        <ul className="grid p-1">
          {filters.map(([key]) => (
            <li key={key}>
              <Button
                variant="quiet"
                className="w-full justify-between!"
                iconAfter="arrowRight"
                onClick={() => setChosen(key)}
              >
                {capital(keyWords(key))}
              </Button>
            </li>
          ))}
        </ul>
      ) : (
        <div className="grid gap-2 p-2.5">
          <Button variant="quiet" icon="arrowLeft" className="justify-self-start" onClick={() => setChosen(undefined)}>
            {capital(keyWords(chosen))}
          </Button>
          <Editor
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

type EditorInput = { filter: Filter; text: string; words: (code: string) => string; onText: (text: string) => void }

function Editor({ filter, text, words, onText }: EditorInput) {
  switch (filter.kind) {
    case 'one':
      return filter.options.map((code) => (
        <Choice key={code} type="checkbox" checked={text === code} onChange={() => onText(text === code ? '' : code)}>
          {words(code)}
        </Choice>
      ))
    case 'some': {
      const asked = text.split(',').filter(Boolean)
      return filter.options.map((code) => (
        <Choice
          key={code}
          type="checkbox"
          checked={asked.includes(code)}
          onChange={() =>
            onText((asked.includes(code) ? asked.filter((each) => each !== code) : [...asked, code]).join(','))
          }
        >
          {words(code)}
        </Choice>
      ))
    }
    case 'days':
      return <DaySpan text={text} onText={onText} />
    case 'amounts':
      return <AmountSpan text={text} onText={onText} />
    default:
      return <TextValue text={text} onText={onText} />
  }
}

function AmountSpan({ text, onText }: Pick<EditorInput, 'text' | 'onText'>) {
  const span = spanOf(text) ?? {}
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        const written = new FormData(event.currentTarget)
        const from = textOf(written.get('from'))
        const to = textOf(written.get('to'))
        onText(spanText({ ...(from && { from }), ...(to && { to }) }))
      }}
    >
      <Field label="From">
        {(control) => (
          <Input {...control} name="from" inputMode="decimal" placeholder="0.00" defaultValue={span.from} />
        )}
      </Field>
      <Field label="To">
        {(control) => <Input {...control} name="to" inputMode="decimal" placeholder="0.00" defaultValue={span.to} />}
      </Field>
      <Button type="submit">Apply</Button>
    </form>
  )
}

function TextValue({ text, onText }: Pick<EditorInput, 'text' | 'onText'>) {
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        onText(textOf(new FormData(event.currentTarget).get('text')))
      }}
    >
      <Field label="Exactly">{(control) => <Input {...control} name="text" defaultValue={text} />}</Field>
      <Button type="submit">Apply</Button>
    </form>
  )
}

function textOf(written: FormDataEntryValue | null): string {
  return typeof written === 'string' ? written.trim() : ''
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
