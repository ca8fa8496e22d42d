'use client'
import { DropdownMenu as Radix } from 'radix-ui'
import { type ReactElement, type ReactNode, useLayoutEffect, useRef } from 'react'
import { cx } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'
import type { Refusal } from './tooltip.tsx'

const row =
  'flex min-h-8 cursor-default items-center gap-2.5 rounded-sm px-2.5 py-1 outline-none! data-highlighted:bg-hover pointer-coarse:min-h-11'

export function Menu({
  open,
  onOpenChange,
  trigger,
  side = 'bottom',
  align = 'end',
  children,
}: {
  /** Left out where only its button opens it. */
  open?: boolean
  onOpenChange?: (open: boolean) => void
  trigger: ReactElement
  side?: 'top' | 'bottom'
  align?: 'start' | 'end'
  children: ReactNode
}) {
  const before = useRef<Element | null>(null)
  useLayoutEffect(() => {
    if (open) before.current = document.activeElement
  }, [open])
  return (
    <Radix.Root modal={false} {...(open !== undefined && { open })} {...(onOpenChange && { onOpenChange })}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Content
        side={side}
        align={align}
        sideOffset={6}
        collisionPadding={8}
        onCloseAutoFocus={(event) => focusAgain(event, before.current)}
        className="overlay-in z-50 max-h-(--radix-dropdown-menu-content-available-height) max-w-[min(22rem,calc(100vw-1rem))] min-w-52 overflow-y-auto rounded-md bg-raised p-1 shadow-pop"
      >
        {children}
      </Radix.Content>
    </Radix.Root>
  )
}

/** A menu that a key opened gives the focus back to where it was, unless it is elsewhere by now. */
function focusAgain(event: Event, opener: Element | null): void {
  if (!(opener instanceof HTMLElement) || !opener.isConnected || opener === document.body) return
  if (document.activeElement !== document.body) return
  event.preventDefault()
  opener.focus({ preventScroll: true })
}

/** With a `refusal` the item is locked, can still be reached, and says why. */
export function MenuItem({
  icon,
  refusal,
  onSelect,
  children,
}: {
  icon?: IconName
  refusal?: Refusal | undefined
  onSelect: () => void
  children: ReactNode
}) {
  const isLocked = refusal !== undefined
  return (
    <Radix.Item
      className={row}
      aria-disabled={isLocked || undefined}
      onSelect={(event) => {
        if (isLocked) return event.preventDefault()
        focusTrigger(event.target)
        onSelect()
      }}
    >
      {icon && <Icon name={isLocked ? 'lock' : icon} className="text-text-3" />}
      <span className={cx('min-w-0 flex-1', isLocked && 'text-text-3')}>
        {children}
        {isLocked && (
          <span className="block text-sm">
            {refusal.fact} {refusal.wayOut}
          </span>
        )}
      </span>
    </Radix.Item>
  )
}

/** What the item opens goes back to the button of the menu when it closes: the item itself is gone by then. */
function focusTrigger(item: EventTarget | null): void {
  const trigger = item instanceof Element && item.closest('[role="menu"]')?.getAttribute('aria-labelledby')
  if (trigger) document.getElementById(trigger)?.focus()
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2.5 pt-2 pb-1 text-sm text-text-3">{children}</Radix.Label>
}

/** One of several things, of which one may be in force. */
export function MenuChoices({
  chosen,
  onChoose,
  choices,
}: {
  chosen: string | undefined
  onChoose: (id: string) => void
  choices: readonly { id: string; label: string; detail?: string | undefined }[]
}) {
  return (
    // An item in force can be chosen again, of which the group by itself tells nobody.
    <Radix.RadioGroup value={chosen ?? ''}>
      {choices.map(({ id, label, detail }) => (
        <Radix.RadioItem key={id} value={id} className={row} onSelect={() => onChoose(id)}>
          <span className="grid w-4 flex-none place-items-center">
            <Radix.ItemIndicator>
              <Icon name="approvals" className="size-3.5 text-accent-text" />
            </Radix.ItemIndicator>
          </span>
          <span className="min-w-0 flex-1 wrap-anywhere">
            {label} {detail !== undefined && <span className="text-text-3">{detail}</span>}
          </span>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
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
