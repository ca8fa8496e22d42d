import type { ReactNode } from 'react'
import { Avatar } from '@/ui/avatar.tsx'
import { Glyph, type Shape } from '@/ui/glyph.tsx'

export type TimelineEntry = {
  id: string
  /** A person shows initials, everything else a shape. */
  person?: { name: string; you: boolean }
  shape?: Shape
  words: ReactNode
  said?: ReactNode
  when: ReactNode
}

/** People and system, newest first. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  return (
    <ol className="timeline relative">
      {entries.map((entry) => (
        <li key={entry.id}>
          <span className="absolute top-px left-0 grid size-4.5 place-items-center" aria-hidden="true">
            {entry.person ? (
              <Avatar name={entry.person.name} you={entry.person.you} small />
            ) : (
              <Glyph shape={entry.shape ?? 'dot'} className="size-[11px]" />
            )}
          </span>
          <div className="wrap-anywhere">{entry.words}</div>
          {entry.said && <div className="mt-1 rounded-md bg-sunken px-2.5 py-2">{entry.said}</div>}
          <div className="text-sm text-text-3 tabular-nums">{entry.when}</div>
        </li>
      ))}
    </ol>
  )
}
