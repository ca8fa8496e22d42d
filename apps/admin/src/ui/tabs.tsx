import { cx } from './class-names.ts'
import { Link } from './link.tsx'

export type Tab = { label: string; href: string; count?: number; hot?: boolean; current: boolean }

/** Saved views: each is an address, so it can be opened in a new tab and shared. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav
      aria-label={label}
      className="no-scrollbar relative flex gap-1 overflow-x-auto border-b px-[calc(var(--gutter)-8px)]"
    >
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          aria-current={tab.current ? 'page' : undefined}
          className={cx(
            'relative inline-flex h-9 flex-none items-center gap-1.5 px-2 whitespace-nowrap text-text-2 -outline-offset-3! hover:text-text pointer-coarse:h-11',
            tab.current &&
              'font-medium text-text after:absolute after:inset-x-2 after:bottom-0 after:h-0.5 after:rounded-t-[2px] after:bg-accent',
          )}
        >
          {tab.label}
          {tab.count !== undefined && (
            <span className={cx('text-sm font-normal text-text-3 tabular-nums', tab.hot && 'text-danger-text')}>
              {tab.count}
            </span>
          )}
        </Link>
      ))}
    </nav>
  )
}
