import { type ReactNode, useId } from 'react'
import { cx } from './class-names.ts'

type SectionInput = {
  title: ReactNode
  aside?: ReactNode
  actions?: ReactNode
  flush?: boolean
  first?: boolean
  className?: string
  children: ReactNode
}

/** `flush` lets a table run to the edges; `first` has no line above. */
export function Section({ title, aside, actions, flush, first, className, children }: SectionInput) {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      className={cx('min-w-0 border-t px-(--gutter) py-5', flush && 'px-0 pb-0', first && 'border-t-0', className)}
    >
      <div className={cx('mb-2.5 flex flex-wrap items-baseline gap-x-2.5 gap-y-1', flush && 'px-(--gutter)')}>
        <h2 id={id}>{title}</h2>
        {aside && <p className="text-text-3">{aside}</p>}
        {actions && <span className="ml-auto flex gap-2 self-center">{actions}</span>}
      </div>
      {children}
    </section>
  )
}

/** Content and, from 960 px, a rail beside it. */
export function Columns({ children, rail }: { children: ReactNode; rail: ReactNode }) {
  return (
    <div className="grid flex-1 grid-cols-[minmax(0,1fr)_21rem] border-t max-xl:grid-cols-[minmax(0,1fr)_18rem] max-stack:grid-cols-1">
      <div className="min-w-0 [&>section:first-child]:border-t-0">{children}</div>
      <div className="min-w-0 border-l max-stack:border-t max-stack:border-l-0 [&>section]:px-5 [&>section]:py-4.5 [&>section:first-child]:border-t-0">
        {rail}
      </div>
    </div>
  )
}
