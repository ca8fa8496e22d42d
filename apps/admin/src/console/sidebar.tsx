'use client'
import { usePathname } from 'next/navigation'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { WaitingCount } from '@/queue/waiting-count.tsx'
import { cx } from '@/ui/class-names.ts'
import { Icon } from '@/ui/icon.tsx'
import { Link } from '@/ui/link.tsx'
import { Mark } from './mark.tsx'
import { navigationFor, type OpenItem } from './navigation.ts'
import { UserMenu } from './user-menu.tsx'

type SidebarInput = {
  tenantName: string
  tenantLine: string
  person: { name: string; role: string }
  permissions: readonly string[]
  open: boolean
  onClose: () => void
}

/** 224 px of places; a rail of icons up to 1088 px; off the canvas below 768 px. */
export function Sidebar({ tenantName, tenantLine, person, permissions, open, onClose }: SidebarInput) {
  const pathname = usePathname()
  const [groups] = useState(() => navigationFor(permissions))
  const section = useRef<HTMLElement>(null)
  useFocusWhileOpen(section, open)
  return (
    <div className="border-r bg-canvas max-md:contents">
      {open && (
        <button
          type="button"
          aria-label="Close navigation"
          onClick={onClose}
          className="fixed inset-0 z-40 bg-scrim md:hidden"
        />
      )}
      <section
        ref={section}
        id="navigation"
        aria-label="Sidebar"
        data-no-print
        data-open={open || undefined}
        onKeyDown={(event) => event.key === 'Escape' && onClose()}
        className="group/side sticky top-0 z-25 flex h-dvh flex-col overflow-y-auto bg-canvas [scrollbar-width:thin] max-md:hidden max-md:data-open:fixed max-md:data-open:inset-y-0 max-md:data-open:left-0 max-md:data-open:z-45 max-md:data-open:flex max-md:data-open:w-68 max-md:data-open:shadow-pop"
      >
        <div className="flex h-12 w-full flex-none items-center gap-2.5 px-3 md:max-rail:justify-center md:max-rail:px-0">
          <Mark />
          <span className="min-w-0 flex-1 md:max-rail:sr-only">
            <b className="block truncate leading-4">{tenantName}</b>
            <small className="block text-xs text-text-3">{tenantLine}</small>
          </span>
        </div>
        <nav aria-label="Main" className="flex-1 px-2 pt-1 pb-3">
          {groups.map((group) => (
            <section
              key={group.title}
              aria-label={group.title}
              className="md:max-rail:[&+&]:mt-1.5 md:max-rail:[&+&]:border-t md:max-rail:[&+&]:pt-1.5"
            >
              <h2 className="px-2 pt-3.5 pb-1 text-xs font-medium tracking-normal text-text-3 md:max-rail:sr-only">
                {group.title}
              </h2>
              {group.items.map((place) => (
                <PlaceLink
                  key={place.href}
                  place={place}
                  current={place.href === '/' ? pathname === '/' : pathname.startsWith(place.href)}
                  onFollow={onClose}
                />
              ))}
            </section>
          ))}
        </nav>
        <UserMenu name={person.name} role={person.role} />
      </section>
    </div>
  )
}

/** Opened over the page it has the focus, which goes back to the button when it closes. */
function useFocusWhileOpen(section: RefObject<HTMLElement | null>, open: boolean): void {
  useEffect(() => {
    if (!open) return
    const opener = document.activeElement
    section.current?.querySelector<HTMLElement>('a')?.focus()
    return () => {
      if (opener instanceof HTMLElement) opener.focus()
    }
  }, [section, open])
}

function PlaceLink({ place, current, onFollow }: { place: OpenItem; current: boolean; onFollow: () => void }) {
  return (
    <Link
      href={place.href}
      title={place.title}
      aria-current={current ? 'page' : undefined}
      onClick={onFollow}
      className={cx(
        'flex h-7 items-center gap-[9px] rounded-sm px-2 text-text-2 transition-colors motion-fast hover:bg-text/5 hover:text-text max-md:h-10 md:max-rail:h-8 md:max-rail:justify-center md:max-rail:px-0',
        current && 'bg-text/[.075] font-medium text-text hover:bg-text/[.075]',
      )}
    >
      <Icon name={place.icon} className={current ? 'text-accent-text' : 'text-text-3'} />
      <span className="md:max-rail:sr-only">{place.title}</span>
      {place.permission === 'workItem.read' && <WaitingCount />}
    </Link>
  )
}
