'use client'
import { type ColumnDef, rowSelectionFeature, tableFeatures, useTable } from '@tanstack/react-table'
import { type MouseEvent, type ReactNode, useId, useMemo, useRef } from 'react'
import { cx } from '@/ui/class-names.ts'
import { Checkbox } from '@/ui/field.tsx'
import { Icon } from '@/ui/icon.tsx'
import { Link } from '@/ui/link.tsx'
import type { Column } from './column.tsx'
import { useFocusInRows } from './focus-in-rows.ts'
import { useListKeys } from './list-keys.ts'
import type { Listable, ListRows } from './list-rows.ts'

export type DataTableInput<Row extends Listable> = ListRows<Row> & {
  caption: string
  columns: readonly Column<Row>[]
  /** What a screen reader calls the row, as in "Select NW-7Q4M2KXA". */
  rowName: (row: Row) => string
  groupOf?: ((row: Row) => { id: string; label: ReactNode }) | undefined
  lines?: 1 | 2
  sticky?: boolean
  narrow?: 'blocks' | 'scroll'
  footer?: ReactNode
}

const look: { column?: Pick<Column<never>, 'kind' | 'sorted' | 'className'> } = {}
const features = tableFeatures({ rowSelectionFeature, columnMeta: look })

export function DataTable<Row extends Listable>(input: DataTableInput<Row>) {
  const { caption, columns, rows, rowName, rowHref, openId, groupOf, selection, lines = 1 } = input
  const body = useRef<HTMLTableElement>(null)
  const groupPrefix = useId()
  const definitions = useMemo(() => columns.map(definitionOf), [columns])
  const data = useMemo(() => [...rows], [rows])
  const table = useTable({
    features,
    columns: definitions,
    data,
    getRowId: ({ id }) => id,
    state: { rowSelection: Object.fromEntries([...(selection?.ids ?? [])].map((id) => [id, true])) },
    onRowSelectionChange: (change) => {
      const before = Object.fromEntries([...(selection?.ids ?? [])].map((id) => [id, true as const]))
      const after = typeof change === 'function' ? change(before) : change
      selection?.onChange(new Set(Object.keys(after).filter((id) => after[id])))
    },
  })
  useListKeys({ ...input, table: body })
  const placeOfFocus = useFocusInRows({ ...input, table: body })

  const width = columns.length + (selection ? 1 : 0)
  const tableRows = table.getRowModel().rows
  const groups = groupRows(tableRows, (row) => groupOf?.(row.original))

  return (
    // The roles are written out because rows become blocks on a narrow screen, which would hide them from assistive technology.
    // biome-ignore-start lint/a11y/noRedundantRoles: see above
    <table
      ref={body}
      role="table"
      onFocus={placeOfFocus}
      className="data-table"
      data-lines={lines === 2 ? 'two' : undefined}
      data-sticky={input.sticky || undefined}
      data-narrow={input.narrow}
      data-selectable={selection ? true : undefined}
    >
      <caption className="sr-only">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {selection && (
            <th className="w-11" role="columnheader">
              <Checkbox
                aria-label="Select all on this page"
                checked={table.getIsAllRowsSelected()}
                ref={(box) => {
                  if (box) box.indeterminate = table.getIsSomeRowsSelected() && !table.getIsAllRowsSelected()
                }}
                onChange={table.getToggleAllRowsSelectedHandler()}
              />
            </th>
          )}
          {columns.map((column) => (
            <th
              key={column.id}
              role="columnheader"
              scope="col"
              aria-sort={column.sorted}
              style={column.width === undefined ? undefined : { width: `${column.width / 4}rem` }}
              className={cx(
                column.kind === 'number' && 'number',
                column.sorted && 'font-medium text-text!',
                column.className,
              )}
            >
              <Heading column={column} />
            </th>
          ))}
        </tr>
      </thead>
      {groups.map((group) => (
        <tbody
          key={group.id}
          role="rowgroup"
          aria-labelledby={group.label === undefined ? undefined : `${groupPrefix}${group.id}`}
        >
          {group.label !== undefined && (
            <tr role="row" data-group>
              <th colSpan={width} scope="rowgroup" role="rowheader" id={`${groupPrefix}${group.id}`}>
                {group.label}
              </th>
            </tr>
          )}
          {group.rows.map((row) => (
            <tr
              key={row.id}
              role="row"
              data-row={row.id}
              data-open={row.id === openId || undefined}
              data-selected={row.getIsSelected() || undefined}
              aria-current={row.id === openId ? true : undefined}
              onClick={(event) => followRow(event, () => input.onFollow(rowHref(row.original)))}
            >
              {selection && (
                <td role="cell" className="max-sm:row-start-1 max-sm:pt-[3px]!">
                  <Checkbox
                    aria-label={`Select ${rowName(row.original)}`}
                    checked={row.getIsSelected()}
                    onChange={row.getToggleSelectedHandler()}
                  />
                </td>
              )}
              {columns.map((column) =>
                column.kind === 'rowHeader' ? (
                  <th
                    key={column.id}
                    scope="row"
                    role="rowheader"
                    data-phone={column.phone}
                    className={column.className}
                  >
                    <Link
                      href={rowHref(row.original)}
                      scroll={false}
                      data-row-link
                      className="block"
                      onNavigate={(event) => {
                        event.preventDefault()
                        input.onFollow(rowHref(row.original))
                      }}
                    >
                      {column.cell(row.original)}
                    </Link>
                  </th>
                ) : (
                  <td
                    key={column.id}
                    role="cell"
                    data-phone={column.phone}
                    className={cx(column.kind === 'number' && 'number', column.className)}
                  >
                    {column.cell(row.original)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      ))}
      {input.footer && <tfoot role="rowgroup">{input.footer}</tfoot>}
    </table>
    // biome-ignore-end lint/a11y/noRedundantRoles: see above
  )
}

function Heading<Row>({ column: { name, header = name, sorted, sortHref } }: { column: Column<Row> }) {
  if (sortHref === undefined) return header
  return (
    <Link href={sortHref} scroll={false} className="inline-flex items-center gap-1 hover:text-text">
      {header}
      <Icon name={sorted === 'ascending' ? 'arrowUp' : 'arrowDown'} className={cx('size-3', !sorted && 'opacity-40')} />
    </Link>
  )
}

function definitionOf<Row extends object>(column: Column<Row>): ColumnDef<typeof features, Row> {
  return { id: column.id, header: column.name, cell: ({ row }) => column.cell(row.original) }
}

/** A click anywhere in the row opens it, unless it lands on something that acts by itself or ends a text selection. */
function followRow(event: MouseEvent, follow: () => void): void {
  const target = event.target
  if (
    event.defaultPrevented ||
    !(target instanceof Element) ||
    target.closest('a, button, input, label, [role="menu"]')
  )
    return
  if (window.getSelection()?.toString()) return
  follow()
}

type RowGroup<Row> = { id: string; label: ReactNode | undefined; rows: Row[] }

/** Neighbours with the same group stand under one heading; the server's order is kept. */
function groupRows<Row>(rows: readonly Row[], groupOf: (row: Row) => { id: string; label: ReactNode } | undefined) {
  const groups: RowGroup<Row>[] = []
  for (const row of rows) {
    const group = groupOf(row)
    const last = groups.at(-1)
    if (last !== undefined && last.id === (group?.id ?? '')) last.rows.push(row)
    else groups.push({ id: group?.id ?? '', label: group?.label, rows: [row] })
  }
  return groups
}
