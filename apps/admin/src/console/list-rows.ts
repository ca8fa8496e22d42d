type Selection = { ids: ReadonlySet<string>; onChange: (ids: ReadonlySet<string>) => void }

export type Listable = { id: string }

/** The rows of a list as its table, its keys and its focus know them. */
export type ListRows<Row extends Listable> = {
  rows: readonly Row[]
  /** The address the row opens: the drawer or the page. */
  rowHref: (row: Row) => string
  onFollow: (href: string) => void
  openId?: string | undefined
  onFocusRow?: (id: string) => void
  /** Escape closes what is open, then clears the selection. */
  onClose?: () => void
  selection?: Selection
}
