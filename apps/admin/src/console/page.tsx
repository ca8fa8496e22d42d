import type { ReactNode } from 'react'
import { type Crumb, TopBar } from './top-bar.tsx'

type PageInput = { crumbs: readonly Crumb[]; drawer?: ReactNode; children: ReactNode }

/** Top bar, content and, if something is open, the drawer beside it. */
export function Page({ crumbs, drawer, children }: PageInput) {
  return (
    <>
      <TopBar crumbs={crumbs} />
      <div className="group/page flex min-w-0 flex-1 items-stretch" data-drawer={drawer ? true : undefined}>
        <main id="main" tabIndex={-1} className="group/main flex min-w-0 flex-1 flex-col">
          {children}
        </main>
        {drawer}
      </div>
    </>
  )
}
