import type { ReactNode } from 'react'
import { cx } from './class-names.ts'

type PageHeaderInput = {
  title: ReactNode
  pills?: ReactNode
  context?: ReactNode
  actions?: ReactNode
}

export function PageHeader({ title, pills, context, actions }: PageHeaderInput) {
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-2 px-(--gutter) pt-5 pb-3.5 max-md:pt-3.5">
      <div className="min-w-64 flex-1 max-md:min-w-full">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="tabular-nums">{title}</h1>
          {pills}
        </div>
        {context && <div className="mt-0.5 max-w-[76ch] text-text-2">{context}</div>}
      </div>
      {actions && <div className="flex flex-wrap gap-2 max-md:w-full">{actions}</div>}
    </div>
  )
}

/** Named apart from the others beside it; one that is false is not there. */
export type Fact = { label: string; value: ReactNode }
export type FactList = readonly (Fact | false)[]

function present(facts: FactList): Fact[] {
  return facts.filter((fact) => fact !== false)
}

/** The row of facts under a page header. */
export function Facts({ facts }: { facts: FactList }) {
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2 px-(--gutter) pb-4 max-md:grid max-md:grid-cols-2 max-md:gap-x-4 max-md:gap-y-2.5">
      {present(facts).map((fact) => (
        <div key={fact.label} className="min-w-0">
          <dt className="mb-0.5 flex items-center gap-1 text-sm text-text-3">{fact.label}</dt>
          <dd className="flex flex-wrap items-center gap-1.5 font-[450] tabular-nums">{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Two columns of facts in a drawer. */
export function FactGrid({ facts }: { facts: FactList }) {
  return (
    <dl className="mt-3.5 grid grid-cols-2 gap-x-4 gap-y-3">
      {present(facts).map((fact) => (
        <div key={fact.label} className="min-w-0">
          <dt className="text-sm text-text-3">{fact.label}</dt>
          <dd className="font-medium wrap-anywhere tabular-nums">{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Label and value side by side, one per line. */
export function KeyValues({
  pairs,
  numbers = false,
  className,
}: {
  pairs: FactList
  numbers?: boolean
  className?: string
}) {
  return (
    <dl
      className={cx(
        'grid gap-x-3 gap-y-1.5',
        numbers ? 'grid-cols-[minmax(0,1fr)_auto]' : 'grid-cols-[8rem_minmax(0,1fr)]',
        className,
      )}
    >
      {present(pairs).map((pair) => (
        <div key={pair.label} className="contents">
          <dt className="text-text-3">{pair.label}</dt>
          <dd className={cx('min-w-0 wrap-anywhere', numbers && 'text-right tabular-nums')}>{pair.value}</dd>
        </div>
      ))}
    </dl>
  )
}
