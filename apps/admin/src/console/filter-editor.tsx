'use client'
import type { Filter } from '@mainstay/domain/list/filter'
import { amountOf, currenciesOf, spanOf, spanText } from '@mainstay/domain/list/filter-text'
import dynamic from 'next/dynamic'
import { useEffect, useRef, useState } from 'react'
import { Button } from '@/ui/button.tsx'
import { Choice, Field, Input } from '@/ui/field.tsx'
import { useMe } from './session.tsx'
import { useThings } from './things.tsx'

// A calendar is large, and most lists are read without one.
const DaySpan = dynamic(() => import('./day-span.tsx').then((file) => file.DaySpan), {
  ssr: false,
  // Without it the whole page waits, and the layer around loses the focus.
  loading: () => <span role="status" aria-label="Loading the calendar" className="skeleton h-72 w-70" />,
})

type EditorInput = { filter: Filter; text: string; words: (code: string) => string; onText: (text: string) => void }

/** What one filter can be. It opens on its first field, or on the day in the calendar. */
export function FilterEditor(input: EditorInput) {
  const editor = useRef<HTMLDivElement>(null)
  useEffect(() => editor.current?.querySelector<HTMLElement>('input')?.focus(), [])
  return (
    <div ref={editor}>
      <Values {...input} />
    </div>
  )
}

function Values({ filter, text, words, onText }: EditorInput) {
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
    case 'id':
      return <ThingChoice noun={filter.noun} text={text} onText={onText} />
    case 'amounts':
      return <AmountSpan text={text} onText={onText} />
    default:
      return <TextValue text={text} onText={onText} />
  }
}

function AmountSpan({ text, onText }: Pick<EditorInput, 'text' | 'onText'>) {
  const usual = useMe().tenant.currency
  const span = spanOf(text) ?? {}
  const digitsOf = (end: string | undefined) => end && amountOf(end).digits
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        const written = new FormData(event.currentTarget)
        const currency = textOf(written.get('currency')).toUpperCase()
        const end = (name: string) => {
          const digits = textOf(written.get(name))
          return digits && { [name]: currency === usual || currency === '' ? digits : `${digits} ${currency}` }
        }
        onText(spanText({ ...end('from'), ...end('to') }))
      }}
    >
      <Field label="From">
        {(control) => (
          <Input {...control} name="from" inputMode="decimal" placeholder="0.00" defaultValue={digitsOf(span.from)} />
        )}
      </Field>
      <Field label="To">
        {(control) => (
          <Input {...control} name="to" inputMode="decimal" placeholder="0.00" defaultValue={digitsOf(span.to)} />
        )}
      </Field>
      <Field label="Currency" hint="Other currencies are left out.">
        {(control) => (
          <Input {...control} name="currency" maxLength={3} defaultValue={currenciesOf(text)[0] ?? usual} />
        )}
      </Field>
      <Button type="submit">Apply</Button>
    </form>
  )
}

function ThingChoice({ noun, text, onText }: { noun: string } & Pick<EditorInput, 'text' | 'onText'>) {
  const [name, setName] = useState('')
  const things = useThings({ noun, name: name.trim() })
  return (
    <>
      <Field label="Name">
        {(control) => <Input {...control} value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <div className="mt-1.5">
        {things.map((thing) => (
          <Choice
            key={thing.id}
            type="checkbox"
            checked={text === thing.id}
            onChange={() => onText(text === thing.id ? '' : thing.id)}
          >
            {thing.name}
          </Choice>
        ))}
      </div>
    </>
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
