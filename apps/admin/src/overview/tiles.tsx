import type { ReactNode } from 'react'
import { cx } from '@/ui/class-names.ts'
import { Link } from '@/ui/link.tsx'

export type Tile = { name: string; figure: string; href: string; isAlarming?: boolean; detail: ReactNode }

/** One figure each, and the list behind it. */
export function Tiles({ tiles }: { tiles: readonly Tile[] }) {
  return (
    <ul className="grid auto-cols-fr grid-flow-col border-t max-lg:grid-flow-row max-lg:grid-cols-3 max-md:grid-cols-2">
      {tiles.map(({ name, figure, href, isAlarming = false, detail }) => (
        <li key={name} className="min-w-0 border-r border-b last:border-r-0 lg:border-b-0">
          <Link href={href} className="block h-full px-(--gutter) py-4 -outline-offset-2! hover:bg-hover">
            <span className="block text-text-2">{name}</span>
            <b
              className={cx(
                'block text-2xl font-semibold tracking-tight tabular-nums',
                isAlarming && 'text-danger-text',
              )}
            >
              {figure}
            </b>
            <span className="mt-px block text-sm text-text-3">{detail}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
