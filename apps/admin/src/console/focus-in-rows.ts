'use client'
import { type FocusEvent, type RefObject, useEffect, useRef } from 'react'
import type { Listable, ListRows } from './list-rows.ts'

type Rows<Row extends Listable> = Pick<ListRows<Row>, 'rows' | 'openId' | 'onFocusRow'> & {
  table: RefObject<HTMLTableElement | null>
}

/**
 * Keeps the focus in the list: when a drawer closes, or the row that had the focus is gone, the focus goes to the row in
 * its place and not to the document, where the next key would start at the top again.
 */
export function useFocusInRows<Row extends Listable>({ rows, openId, onFocusRow, table }: Rows<Row>) {
  const last = useRef<{ id: string; index: number }>(undefined)
  const focused = useRef<string>(undefined)
  const ids = rows.map(({ id }) => id)
  const listed = ids.join()
  useEffect(() => {
    if (openId !== undefined) last.current = { id: openId, index: listed.split(',').indexOf(openId) }
  }, [openId, listed])
  useEffect(() => {
    if (last.current === undefined || document.activeElement !== document.body) return
    const now = listed.split(',')
    // Beside a drawer only a row that is gone passes its focus on.
    if (openId !== undefined && (focused.current === undefined || now.includes(focused.current))) return
    const id = now.includes(last.current.id) ? last.current.id : now[Math.min(last.current.index, now.length - 1)]
    if (id) table.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"] [data-row-link]`)?.focus()
  }, [openId, listed, table])

  return (event: FocusEvent) => {
    const id = event.target.closest<HTMLElement>('[data-row]')?.dataset.row
    if (id === undefined) return
    focused.current = id
    last.current = { id, index: ids.indexOf(id) }
    onFocusRow?.(id)
  }
}
