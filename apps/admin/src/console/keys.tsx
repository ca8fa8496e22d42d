'use client'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react'
import { isSingleKey, keyName } from './key-name.ts'
import { usePreferences } from './preferences-provider.tsx'

/** On this page, unless it works everywhere. */
export type KeyBinding = { keys: string; label: string; run: () => void; place?: 'Everywhere' }

type Register = (bindings: { current: readonly KeyBinding[] }) => () => void

const Context = createContext<{ register: Register; all: () => KeyBinding[] } | undefined>(undefined)

const sequenceMilliseconds = 1200

export function KeysProvider({ children }: { children: ReactNode }) {
  const [registered] = useState(() => new Set<{ current: readonly KeyBinding[] }>())
  const { singleKeys } = usePreferences().preferences

  const all = useCallback(() => [...registered].flatMap((entry) => entry.current), [registered])
  const register = useCallback<Register>(
    (bindings) => {
      registered.add(bindings)
      return () => registered.delete(bindings)
    },
    [registered],
  )

  useEffect(() => {
    let first = ''
    let firstAt = 0
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.altKey) return
      const name = keyName(event)
      if (belongsElsewhere(event, name)) return
      const sequence = event.timeStamp - firstAt < sequenceMilliseconds ? `${first} ${name}` : name
      // The page registers after the shell, so its meaning of a key wins.
      const bindings = all().reverse()
      const found =
        bindings.find((binding) => binding.keys === sequence) ?? bindings.find((binding) => binding.keys === name)
      first = name
      firstAt = event.timeStamp
      if (found === undefined || (!singleKeys && isSingleKey(found.keys))) return
      first = ''
      event.preventDefault()
      found.run()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [all, singleKeys])

  return <Context value={{ register, all }}>{children}</Context>
}

/** Keys work while the component is on the page. */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const { register } = useRegistry()
  const latest = useRef(bindings)
  useEffect(() => {
    latest.current = bindings
  })
  useEffect(() => register(latest), [register])
}

/** Reads the bindings of the moment, for the key sheet. */
export function useAllKeys(): () => KeyBinding[] {
  return useRegistry().all
}

function useRegistry() {
  const found = useContext(Context)
  if (found === undefined) throw new Error('useKeys outside KeysProvider')
  return found
}

function belongsElsewhere(event: KeyboardEvent, name: string): boolean {
  const target = event.target
  if (!(target instanceof HTMLElement)) return false
  if (target.closest('[role="dialog"], [role="menu"]')) return true
  const typing = target.matches(
    'input:not([type="checkbox"]):not([type="radio"]), textarea, select, [contenteditable="true"]',
  )
  if (typing) return !name.startsWith('mod+')
  return (name === 'Enter' || name === ' ') && target.closest('a, button, input, summary') !== null
}
