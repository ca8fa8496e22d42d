import type { ReactNode } from 'react'

type PageHeaderInput = {
  title: ReactNode
  context?: ReactNode
  actions?: ReactNode
}

export function PageHeader({ title, context, actions }: PageHeaderInput) {
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-2 px-(--gutter) pt-5 pb-3.5 max-md:pt-3.5">
      <div className="min-w-64 flex-1 max-md:min-w-full">
        <h1 className="tabular-nums">{title}</h1>
        {context && <div className="mt-0.5 max-w-[76ch] text-text-2">{context}</div>}
      </div>
      {actions && <div className="flex flex-wrap gap-2 max-md:w-full">{actions}</div>}
    </div>
  )
}
