type Selection = { ids: ReadonlySet<string>; onChange: (ids: ReadonlySet<string>) => void }

/** The rows of a list as its table, its keys and its focus know them. */
export type ListRows<Row> = {
  rows: readonly Row[]
  rowId: (row: Row) => string
  /** The address the row opens: the drawer or the page. */
  rowHref: (row: Row) => string
  onFollow: (href: string) => void
  openId?: string | undefined
  onFocusRow?: (id: string) => void
  /** Escape closes what is open, then clears the selection. */
  onClose?: () => void
  selection?: Selection
}
