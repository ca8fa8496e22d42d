'use client'
import { useMutation } from '@tanstack/react-query'
import { signInAddress } from '@/address.ts'
import { keepLastSignIn } from '@/session/last-sign-in.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { initials } from '@/ui/avatar.tsx'
import { Menu, MenuItem, MenuLine, MenuSwitch } from '@/ui/menu.tsx'
import { usePreferences } from './preferences-provider.tsx'

export function UserMenu({ name, role }: { name: string; role: string }) {
  const trpc = useTRPC()
  const { preferences, change } = usePreferences()
  const signOut = useMutation(
    // A full load leaves nothing of this person in the browser's memory.
    trpc.session.signOut.mutationOptions({
      onSuccess: () => {
        keepLastSignIn(undefined)
        window.location.assign(signInAddress())
      },
    }),
  )
  return (
    <Menu
      side="top"
      align="start"
      trigger={
        <button
          type="button"
          className="flex w-full flex-none items-center gap-[9px] border-t px-3 py-2.5 text-left -outline-offset-2! hover:bg-text/5 md:max-rail:justify-center md:max-rail:px-0"
        >
          <span
            aria-hidden="true"
            className="inline-grid size-5.5 flex-none place-items-center rounded-full bg-accent text-[9px] leading-none font-semibold text-on-accent"
          >
            {initials(name)}
          </span>
          <span className="min-w-0 flex-1 md:max-rail:sr-only">
            <span className="block truncate leading-4 font-medium">{name}</span>
            <small className="block text-xs text-text-3">{role}</small>
          </span>
        </button>
      }
    >
      <MenuSwitch
        checked={preferences.density === 'compact'}
        onChange={(compact) => change({ density: compact ? 'compact' : 'comfortable' })}
      >
        Compact rows
      </MenuSwitch>
      <MenuSwitch checked={preferences.singleKeys} onChange={(singleKeys) => change({ singleKeys })}>
        Single-key shortcuts
      </MenuSwitch>
      <MenuLine />
      <MenuItem icon="signOut" onSelect={() => signOut.mutate()}>
        Sign out
      </MenuItem>
    </Menu>
  )
}
