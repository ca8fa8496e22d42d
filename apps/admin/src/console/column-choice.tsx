'use client'
import { useSyncExternalStore } from 'react'
import { IconButton } from '@/ui/button.tsx'
import { Menu, MenuSwitch } from '@/ui/menu.tsx'
import type { Column } from './column.tsx'

const changedEvent = 'mainstay-columns'

/** Which columns of a list a person hides, kept in their browser. What heads the row always stays. */
export function useColumnChoice<Row>(list: string, all: readonly Column<Row>[]) {
  const key = `${changedEvent}:${list}`
  const hidden = useSyncExternalStore(
    subscribe,
    () => window.localStorage.getItem(key) ?? '',
    () => '',
  )
  const names = new Set(hidden.split(' ').filter(Boolean))
  const change = (id: string, isShown: boolean) => {
    if (isShown) names.delete(id)
    else names.add(id)
    window.localStorage.setItem(key, [...names].join(' '))
    window.dispatchEvent(new Event(changedEvent))
  }
  const choices = all
    .filter((column) => column.kind !== 'rowHeader')
    .map(({ id, name }) => ({ id, name, isShown: !names.has(id) }))
  return { columns: all.filter((column) => column.kind === 'rowHeader' || !names.has(column.id)), choices, change }
}

type Choice = Pick<ReturnType<typeof useColumnChoice>, 'choices' | 'change'>

export function ColumnMenu({ choice: { choices, change } }: { choice: Choice }) {
  return (
    <Menu trigger={<IconButton icon="columns" label="Choose columns" className="ml-auto max-sm:hidden" />}>
      {choices.map(({ id, name, isShown }) => (
        <MenuSwitch key={id} checked={isShown} onChange={(checked) => change(id, checked)}>
          {name}
        </MenuSwitch>
      ))}
    </Menu>
  )
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener(changedEvent, onChange)
  window.addEventListener('storage', onChange)
  return () => {
    window.removeEventListener(changedEvent, onChange)
    window.removeEventListener('storage', onChange)
  }
}
