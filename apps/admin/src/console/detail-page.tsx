'use client'
import type { ReactNode } from 'react'
import { type FactList, Facts } from '@/console/facts.tsx'
import type { NavigationItem } from '@/nouns/noun.ts'
import { KeyHints } from '@/ui/kbd.tsx'
import { Columns } from '@/ui/section.tsx'
import { type Action, ActionButton, hintsOf } from './action.tsx'
import { CopyButtons } from './copy-buttons.tsx'
import { Page } from './page.tsx'

type DetailInput = {
  place: NavigationItem
  /** The last crumb: what people call the thing. */
  name: string
  title?: ReactNode
  /** What "copy" puts on the clipboard: the number people say, or the id an engineer asks for. */
  copies: string
  pills?: ReactNode
  context?: ReactNode
  facts: FactList
  actions?: readonly Action[]
  /** Links that stand before the actions. */
  links?: ReactNode
  /** Over the whole width, above the sections. */
  notes?: ReactNode
  rail?: ReactNode
  children: ReactNode
}

/** The page of one thing: its number, states and actions stay in sight while its facts and sections scroll. */
export function DetailPage(input: DetailInput) {
  const { place, name, title = name, copies, pills, context, facts, actions = [], links, notes, rail, children } = input
  return (
    <Page crumbs={[{ label: place.group }, { label: place.title, href: place.href }, { label: name }]}>
      <header className="sticky top-12 z-10 flex flex-wrap items-center gap-x-3 gap-y-1 bg-surface px-(--gutter) pt-4 pb-2 max-md:static">
        <h1 className="min-w-0 wrap-anywhere tabular-nums">{title}</h1>
        <CopyButtons text={copies} href={`${place.href}/${encodeURIComponent(copies)}`} />
        {pills}
        {(actions.length > 0 || links) && (
          <div className="ml-auto flex flex-wrap gap-2 max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:z-20 max-md:ml-0 max-md:border-t max-md:bg-raised max-md:px-(--gutter) max-md:py-2.5 max-md:[&>*]:flex-1">
            {links}
            {actions.map((action) => (
              <ActionButton key={action.label} action={action} />
            ))}
          </div>
        )}
      </header>
      {context && <p className="max-w-[76ch] px-(--gutter) pb-3.5 wrap-anywhere text-text-2">{context}</p>}
      <Facts facts={facts} />
      {notes}
      {rail === undefined ? children : <Columns rail={rail}>{children}</Columns>}
      <KeyHints hints={[...hintsOf(actions), { keys: ['?'], label: 'all keys' }]} />
      {/* What the bar of actions covers on a phone. */}
      {(actions.length > 0 || links) && <div className="h-16 md:hidden" />}
    </Page>
  )
}
