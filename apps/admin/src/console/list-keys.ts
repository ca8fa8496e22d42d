'use client'
import type { RefObject } from 'react'
import { type KeyBinding, useKeys } from './keys.tsx'
import type { Listable, ListRows } from './list-rows.ts'

type ListKeys<Row extends Listable> = ListRows<Row> & {
  table: RefObject<HTMLTableElement | null>
}

/** J and K move the focus from row to row; with a drawer open it follows. X selects, with Shift a range. */
export function useListKeys<Row extends Listable>({
  rows,
  rowHref,
  onFollow,
  openId,
  onClose,
  selection,
  table,
}: ListKeys<Row>) {
  const focused = () => {
    const active = document.activeElement?.closest<HTMLElement>('[data-row]')
    const id = active && table.current?.contains(active) ? active.dataset.row : openId
    return rows.findIndex((row) => row.id === id)
  }
  const focusRow = (index: number) => {
    const row = rows[index]
    if (row === undefined) return
    const link = table.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(row.id)}"] [data-row-link]`)
    link?.focus()
    link?.scrollIntoView({ block: 'nearest' })
    if (openId !== undefined && row.id !== openId) onFollow(rowHref(row))
  }
  const move = (by: number) => () => {
    const from = focused()
    focusRow(from === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, from + by)))
  }
  const withFocused = (act: (row: Row, index: number) => void) => () => {
    const index = focused()
    const row = rows[index]
    if (row !== undefined) act(row, index)
  }
  const toggle = withFocused((row) => {
    if (selection === undefined) return
    const ids = new Set(selection.ids)
    if (!ids.delete(row.id)) ids.add(row.id)
    selection.onChange(ids)
  })
  const selectRange = withFocused((_row, index) => {
    if (selection === undefined) return
    const anchor = rows.findIndex((row) => selection.ids.has(row.id))
    const [from, to] = anchor === -1 ? [index, index] : [Math.min(anchor, index), Math.max(anchor, index)]
    selection.onChange(new Set([...selection.ids, ...rows.slice(from, to + 1).map(({ id }) => id)]))
  })

  const bindings: KeyBinding[] = [
    { keys: 'j', label: 'Next row', run: move(1) },
    { keys: 'k', label: 'Previous row', run: move(-1) },
    { keys: 'ArrowDown', label: 'Next row', run: move(1) },
    { keys: 'ArrowUp', label: 'Previous row', run: move(-1) },
    { keys: 'Enter', label: 'Open', run: withFocused((row) => onFollow(rowHref(row))) },
  ]
  if (onClose || selection) {
    const closeOrClear = () => (openId === undefined ? selection?.onChange(new Set()) : onClose?.())
    bindings.push({ keys: 'Escape', label: 'Close, then clear the selection', run: closeOrClear })
  }
  if (selection) {
    bindings.push(
      { keys: 'x', label: 'Select', run: toggle },
      { keys: 'Shift+x', label: 'Select range', run: selectRange },
    )
  }
  useKeys(bindings)
}
