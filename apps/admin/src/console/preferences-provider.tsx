'use client'
import { createContext, type ReactNode, useContext, useState } from 'react'
import { type Preferences, preferencesCookie, writePreferences } from './preferences.ts'

const Context = createContext<{ preferences: Preferences; change: (next: Partial<Preferences>) => void } | undefined>(
  undefined,
)

export function PreferencesProvider({ initial, children }: { initial: Preferences; children: ReactNode }) {
  const [preferences, setPreferences] = useState(initial)
  const change = (next: Partial<Preferences>) => {
    const changed = { ...preferences, ...next }
    setPreferences(changed)
    const root = document.documentElement
    if (changed.theme !== undefined) root.dataset.theme = changed.theme
    root.dataset.density = changed.density
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every supported browser
    document.cookie = `${preferencesCookie}=${encodeURIComponent(writePreferences(changed))}; path=/; max-age=31536000; samesite=lax`
  }
  return <Context value={{ preferences, change }}>{children}</Context>
}

export function usePreferences() {
  const found = useContext(Context)
  if (found === undefined) throw new Error('usePreferences outside PreferencesProvider')
  return found
}

/** The theme in force, also when the system chose it. */
export function themeInForce(chosen: Preferences['theme']): 'light' | 'dark' {
  if (chosen !== undefined) return chosen
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}
