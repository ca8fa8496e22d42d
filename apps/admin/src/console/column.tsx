import type { Money } from '@mainstay/domain/money/money'
import type { ReactNode } from 'react'
import type { StateLook } from '@/nouns/noun.ts'
import { cx } from '@/ui/class-names.ts'
import { Time } from '@/ui/now.tsx'
import { None, SubLine } from '@/ui/table.tsx'
import { MoneyText } from './money-text.tsx'
import { State } from './state.tsx'

/** On a phone a row is a block: a cell stands at one side of one of its lines, over a whole line, or nowhere. */
export type PhoneCell = 'hidden' | `${'left' | 'right' | 'wide'} ${1 | 2 | 3}`

export type Column<Row> = {
  id: string
  /** In the heading, and in the menu that hides the column. */
  name: string
  /** The heading where it is not read out as its name is. */
  header?: ReactNode
  cell: (row: Row) => ReactNode
  kind?: 'rowHeader' | 'number'
  /** The sort of the declared list that the column is. */
  sort?: string
  sorted?: 'ascending' | 'descending'
  sortHref?: string
  /** In steps of a quarter rem; the columns without one share what is left. */
  width?: number
  phone?: PhoneCell
  /** For the heading and every cell of the column. */
  className?: string
}

type Of<Row, Value> = Omit<Column<Row>, 'cell' | 'kind'> & { of: (row: Row) => Value }

export function stateColumn<Row>({ of, ...column }: Of<Row, StateLook | undefined>): Column<Row> {
  return { ...column, cell: (row) => shown(of(row), (look) => <State look={look} />) }
}

/** `under` is whose doing it was. */
type TimeOf<Row> = Of<Row, Date | null> & { precise?: boolean; under?: (row: Row) => string | null }

export function timeColumn<Row>({ of, precise = false, under, ...column }: TimeOf<Row>): Column<Row> {
  return {
    className: 'text-text-2',
    ...column,
    cell: (row) => (
      <>
        {shown(of(row), (at) => (
          <Time at={at} precise={precise} />
        ))}
        {under?.(row) && <SubLine className="truncate sm:max-w-40">{under(row)}</SubLine>}
      </>
    ),
  }
}

/** `currency` is the one its name gives: an amount in another says its own. `none` stands for no amount. */
type MoneyOf<Row> = Of<Row, Money | null> & { currency?: string | undefined; change?: boolean; none?: ReactNode }

export function moneyColumn<Row>({ of, currency, change = false, none, ...column }: MoneyOf<Row>): Column<Row> {
  return {
    ...column,
    kind: 'number',
    cell: (row) =>
      shown(of(row), (money) => <MoneyText bare={money.currency === currency} change={change} money={money} />, none),
  }
}

/** A name on one line, cut where it is too long for the column; `code` for what a machine named. */
export function textColumn<Row>({ of, code, ...column }: Of<Row, string | null> & { code?: true }): Column<Row> {
  return {
    ...column,
    cell: (row) =>
      shown(of(row), (text) => (
        <span className={cx('block truncate sm:max-w-52', code && 'code text-sm')} title={text}>
          {text}
        </span>
      )),
  }
}

type LineOf<Row> = { phone?: PhoneCell; more?: (row: Row) => ReactNode }

/** A line of goods: what it is, and under which number it is kept. */
export function lineColumn<Row extends { title: string; sku: string }>({ phone, more }: LineOf<Row> = {}): Column<Row> {
  return {
    id: 'line',
    name: 'Line',
    kind: 'rowHeader',
    ...(phone && { phone }),
    cell: (row) => (
      <>
        <span className="wrap-anywhere">{row.title}</span>
        <SubLine className="code">{row.sku}</SubLine>
        {more?.(row)}
      </>
    ),
  }
}

function shown<Value>(value: Value | null | undefined, as: (value: Value) => ReactNode, none?: ReactNode): ReactNode {
  return value === null || value === undefined ? (none ?? <None />) : as(value)
}
