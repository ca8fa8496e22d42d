'use client'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { createContext, type ReactNode, useContext, useState } from 'react'
import { useKeys } from './keys.tsx'
import { navigationFor } from './navigation.ts'
import { useMe } from './session.tsx'
import { Sidebar } from './sidebar.tsx'

// Fetched when they are first opened.
const CommandPalette = dynamic(() => import('./command-palette.tsx').then((file) => file.CommandPalette), {
  ssr: false,
})
const KeySheet = dynamic(() => import('./key-sheet.tsx').then((file) => file.KeySheet), { ssr: false })

type Layer = 'none' | 'navigation' | 'palette' | 'keys'

const Context = createContext({ openNavigation: () => {}, openPalette: () => {} })

export function useShell() {
  return useContext(Context)
}

/** The frame of every page: places on the left, palette and key sheet above. */
export function Shell({ children }: { children: ReactNode }) {
  const me = useMe()
  const router = useRouter()
  const [layer, setLayer] = useState<Layer>('none')
  const [opened, setOpened] = useState<readonly Layer[]>([])
  const show = (next: Layer) => {
    setLayer(next)
    setOpened((before) => (before.includes(next) ? before : [...before, next]))
  }
  const [places] = useState(() => navigationFor(me.permissions).flatMap((group) => group.items))

  useKeys([
    { keys: 'mod+k', label: 'Search or run a command', place: 'Everywhere', run: () => show('palette') },
    { keys: '?', label: 'All keys', place: 'Everywhere', run: () => show('keys') },
    ...places.map((place) => ({
      keys: `g ${place.key}`,
      label: place.title,
      place: 'Everywhere' as const,
      run: () => router.push(place.href),
    })),
  ])

  return (
    <Context value={{ openNavigation: () => show('navigation'), openPalette: () => show('palette') }}>
      <a
        href="#main"
        className="absolute -top-15 left-2 z-50 rounded-sm bg-inverse px-3 py-2 text-text-inverse focus:top-2"
      >
        Skip to content
      </a>
      <div className="grid min-h-dvh grid-cols-[14rem_minmax(0,1fr)] max-rail:grid-cols-[3.25rem_minmax(0,1fr)] max-md:grid-cols-1">
        <Sidebar
          tenantName={me.tenant.name}
          tenantLine={me.tenant.currency}
          person={{ name: me.member.name, role: me.member.title }}
          permissions={me.permissions}
          open={layer === 'navigation'}
          onClose={() => setLayer('none')}
        />
        <div className="flex min-w-0 flex-col">{children}</div>
      </div>
      {opened.includes('palette') && (
        <CommandPalette open={layer === 'palette'} onOpenChange={(open) => setLayer(open ? 'palette' : 'none')} />
      )}
      {opened.includes('keys') && <KeySheet open={layer === 'keys'} onClose={() => setLayer('none')} />}
    </Context>
  )
}
