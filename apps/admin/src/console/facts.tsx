import type { Money } from '@mainstay/domain/money/money'
import type { ReactNode } from 'react'
import { cx } from '@/ui/class-names.ts'
import { Time } from '@/ui/now.tsx'
import { None } from '@/ui/table.tsx'
import { MoneyText } from './money-text.tsx'

/** Named apart from the others beside it; one that is false is not there. An amount and a time read as everywhere. */
export type Fact = { label: string; value: ReactNode | Money | Date }
export type FactList = readonly (Fact | false)[]

const looks = {
  /** The row under the header of a page. */
  row: {
    list: 'flex flex-wrap gap-x-8 gap-y-2 px-(--gutter) pb-4 max-md:grid max-md:grid-cols-2 max-md:gap-x-4 max-md:gap-y-2.5',
    fact: 'min-w-0',
    label: 'mb-0.5 text-sm',
    value: 'flex flex-wrap items-center gap-1.5 font-[450] wrap-anywhere',
  },
  /** Two columns in a drawer. */
  grid: {
    list: 'mt-3.5 grid grid-cols-2 gap-x-4 gap-y-3',
    fact: 'min-w-0',
    label: 'text-sm',
    value: 'font-medium wrap-anywhere',
  },
  /** Label and value side by side, one per line. */
  pairs: {
    list: 'mt-4 grid grid-cols-[8rem_minmax(0,1fr)] gap-x-3 gap-y-1.5',
    fact: 'contents',
    label: '',
    value: 'min-w-0 wrap-anywhere',
  },
}

export function Facts({ facts, look = 'row' }: { facts: FactList; look?: keyof typeof looks }) {
  const { list, fact, label, value } = looks[look]
  return (
    <dl className={list}>
      {facts.map(
        (each) =>
          each && (
            <div key={each.label} className={fact}>
              <dt className={cx('text-text-3', label)}>{each.label}</dt>
              <dd className={cx('tabular-nums', value)}>{shown(each.value)}</dd>
            </div>
          ),
      )}
    </dl>
  )
}

function shown(value: Fact['value']): ReactNode {
  if (value === null || value === undefined || value === '' || value === false) return <None />
  if (value instanceof Date) return <Time at={value} />
  return typeof value === 'object' && 'currency' in value ? <MoneyText money={value} /> : value
}
