'use client'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import { Glyph } from './glyph.tsx'
import { Icon, type IconName } from './icon.tsx'

const row =
  'flex h-8 cursor-default items-center gap-2.5 rounded-sm px-2.5 outline-none! data-highlighted:bg-hover data-disabled:text-text-3 pointer-coarse:h-11'

export function Menu({
  trigger,
  side = 'bottom',
  align = 'end',
  children,
}: {
  trigger: ReactElement
  side?: 'top' | 'bottom'
  align?: 'start' | 'end'
  children: ReactNode
}) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Content
        side={side}
        align={align}
        sideOffset={6}
        collisionPadding={8}
        className="overlay-in z-50 min-w-52 rounded-md bg-raised p-1 shadow-pop"
      >
        {children}
      </Radix.Content>
    </Radix.Root>
  )
}

/** With a `reason` the item is locked and says why. */
export function MenuItem({
  icon,
  reason,
  onSelect,
  children,
}: {
  icon?: IconName
  reason?: string | undefined
  onSelect: () => void
  children: ReactNode
}) {
  return (
    <Radix.Item className={row} disabled={reason !== undefined} onSelect={onSelect}>
      {icon && <Icon name={icon} className="text-text-3" />}
      <span className="flex-1">
        {children}
        {reason !== undefined && <span className="text-text-3"> · {reason}</span>}
      </span>
      {reason !== undefined && <Glyph shape="locked" />}
    </Radix.Item>
  )
}

export function MenuSwitch({
  checked,
  onChange,
  children,
}: {
  checked: boolean
  onChange: (checked: boolean) => void
  children: ReactNode
}) {
  return (
    <Radix.CheckboxItem
      className={row}
      checked={checked}
      onCheckedChange={onChange}
      onSelect={(event) => event.preventDefault()}
    >
      <span className="grid w-4 place-items-center">
        <Radix.ItemIndicator>
          <Icon name="approvals" className="size-3.5 text-accent-text" />
        </Radix.ItemIndicator>
      </span>
      {children}
    </Radix.CheckboxItem>
  )
}

export function MenuLine() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-border" />
}
