import type { ReactNode } from 'react'
import { cx } from '@/ui/class-names.ts'
import { Table, TableRegion } from '@/ui/table.tsx'
import type { Column } from './column.tsx'

type Group<Row> = { id: string; head?: ReactNode; rows: readonly Row[]; foot?: ReactNode }

type DetailTableInput<Row> = {
  label: string
  /** What it shows, to whoever does not see it. */
  caption: string
  columns: readonly Column<Row>[]
  rowId: (row: Row) => string
  /** The rows everything else adds up to. */
  isKey?: (row: Row) => boolean
  top?: boolean
  className?: string
} & ({ rows: readonly Row[] } | { groups: readonly Group<Row>[] })

/** A small table of a page: its columns and nothing to open. A group has a heading, and a foot of its own making. */
export function DetailTable<Row>(input: DetailTableInput<Row>) {
  const { label, caption, columns, rowId, isKey, top = false, className } = input
  const groups: readonly Group<Row>[] = 'groups' in input ? input.groups : [{ id: 'all', rows: input.rows }]
  const narrow = columns.some(({ phone }) => phone !== undefined) ? ('blocks' as const) : undefined
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: rows that become blocks hide the roles they have by themselves
    <TableRegion label={label}>
      <Table caption={caption} still top={top} narrow={narrow} {...(className && { className })}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th key={column.id} scope="col" role="columnheader" className={classOf(column)}>
                {column.header ?? column.name}
              </th>
            ))}
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group.id} role="rowgroup">
            {group.head && (
              <tr role="row" data-group>
                <th colSpan={columns.length} scope="rowgroup" role="rowheader">
                  {group.head}
                </th>
              </tr>
            )}
            {group.rows.map((row) => (
              <tr key={rowId(row)} role="row" data-key={isKey?.(row) || undefined}>
                {columns.map((column) =>
                  column.kind === 'rowHeader' ? (
                    <th
                      key={column.id}
                      scope="row"
                      role="rowheader"
                      data-phone={column.phone}
                      className={cx('py-1.5! whitespace-normal!', column.className)}
                    >
                      {column.cell(row)}
                    </th>
                  ) : (
                    <td key={column.id} role="cell" data-phone={column.phone} className={classOf(column)}>
                      {column.cell(row)}
                    </td>
                  ),
                )}
              </tr>
            ))}
            {group.foot}
          </tbody>
        ))}
      </Table>
    </TableRegion>
    // biome-ignore-end lint/a11y/noRedundantRoles: see above
  )
}

function classOf<Row>({ kind, className }: Column<Row>): string {
  return cx(kind === 'number' && 'number', className)
}
