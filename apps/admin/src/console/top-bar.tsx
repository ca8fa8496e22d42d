'use client'
import { IconButton } from '@/ui/button.tsx'
import { cx } from '@/ui/class-names.ts'
import { Icon } from '@/ui/icon.tsx'
import { Kbd } from '@/ui/kbd.tsx'
import { Link } from '@/ui/link.tsx'
import { themeInForce, usePreferences } from './preferences-provider.tsx'
import { useShell } from './shell.tsx'

export type Crumb = { label: string; href?: string }

export function TopBar({ crumbs }: { crumbs: readonly Crumb[] }) {
  const { openNavigation, openPalette } = useShell()
  const { preferences, change } = usePreferences()
  return (
    <header
      data-no-print
      className="sticky top-0 z-20 flex h-12 items-center gap-2 border-b bg-surface/92 pr-3 pl-(--gutter) backdrop-blur-[8px] max-md:pl-3"
    >
      <IconButton
        icon="menu"
        label="Open navigation"
        aria-controls="navigation"
        onClick={openNavigation}
        className="-ml-1.5 md:hidden"
      />
      <nav aria-label="Breadcrumb" className="min-w-0">
        <ol className="flex min-w-0 items-center gap-1.5 text-text-3 max-md:overflow-hidden">
          {crumbs.map((crumb, index) => (
            <li
              key={crumb.label}
              className={cx(
                'flex items-center gap-1.5 whitespace-nowrap',
                index > 0 && 'md:before:text-border-strong md:before:content-["/"]',
                index < crumbs.length - 1 && 'max-md:hidden',
              )}
            >
              {index === crumbs.length - 1 ? (
                <span aria-current="page" className="truncate font-medium text-text">
                  {crumb.label}
                </span>
              ) : crumb.href === undefined ? (
                <span>{crumb.label}</span>
              ) : (
                <Link href={crumb.href} className="hover:text-text">
                  {crumb.label}
                </Link>
              )}
            </li>
          ))}
        </ol>
      </nav>
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={openPalette}
        className="ml-auto flex h-7 w-68 items-center gap-2 rounded-sm bg-text/5 pr-1.5 pl-[9px] text-left text-text-2 hover:bg-text/8 max-xl:w-48 max-md:size-7 max-md:justify-center max-md:bg-transparent max-md:px-0 pointer-coarse:h-10 max-md:pointer-coarse:w-10"
      >
        <Icon name="search" className="size-3.5 max-md:size-4" />
        <span className="min-w-0 truncate max-md:sr-only">Search or run a command</span>
        <Kbd className="ml-auto flex-none max-md:hidden pointer-coarse:hidden">⌘K</Kbd>
      </button>
      <IconButton
        icon="density"
        label="Switch row density"
        onClick={() => change({ density: preferences.density === 'compact' ? 'comfortable' : 'compact' })}
        className="max-md:hidden"
      />
      <IconButton
        icon="moon"
        label="Switch light or dark theme"
        onClick={() => change({ theme: themeInForce(preferences.theme) === 'dark' ? 'light' : 'dark' })}
      />
    </header>
  )
}
