'use client'
import type { AnyList } from '@mainstay/domain/list/list'
import { useSearchParams } from 'next/navigation'
import { useFollow } from './follow.ts'
import type { Shown } from './use-list.ts'

/** The row a drawer shows, which the address names beside the list; its table and its drawer move from it to others. */
export function useOpenRow<Row extends { id: string }>(shown: Shown<AnyList>, rows: readonly Row[], name: string) {
  const follow = useFollow()
  const openId = useSearchParams().get(name)
  const here = shown.href(shown.address)
  const rowHref = (row: Row) => `${here}${here.includes('?') ? '&' : '?'}${name}=${row.id}`
  const at = rows.findIndex(({ id }) => id === openId)
  /** The address names a row that is not among these. */
  const isAstray = openId !== null && at < 0
  const to = (index: number) => {
    const row = rows[index]
    return row && (() => follow(rowHref(row)))
  }
  const close = () => follow(here)
  const drawer = { onPrevious: to(at - 1), onNext: to(at + 1), onClose: close }
  return {
    row: rows[at],
    drawer,
    table: { rowHref, onFollow: follow, openId: rows[at]?.id, onClose: close, isAstray },
    /** Once what is open has left the list. */
    leave: drawer.onNext ?? drawer.onPrevious ?? close,
  }
}
