export type Theme = 'light' | 'dark'
export type Density = 'comfortable' | 'compact'

/** No theme means: as the system says. */
export type Preferences = { theme: Theme | undefined; density: Density; singleKeys: boolean }

export const preferencesCookie = 'mainstay-view'

/** Kept in a cookie, so the server already renders the chosen look and nothing flashes. */
export function readPreferences(cookie: string | undefined): Preferences {
  const chosen = new URLSearchParams(cookie ?? '')
  const theme = chosen.get('theme')
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : undefined,
    density: chosen.get('density') === 'compact' ? 'compact' : 'comfortable',
    singleKeys: chosen.get('keys') !== 'off',
  }
}

export function writePreferences({ theme, density, singleKeys }: Preferences): string {
  const chosen = new URLSearchParams({ density, keys: singleKeys ? 'on' : 'off' })
  if (theme !== undefined) chosen.set('theme', theme)
  return chosen.toString()
}
