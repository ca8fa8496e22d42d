/** One step of a key map: `j`, `Shift+x`, `mod+k`, `Enter`, `?`. `mod` is Command or Control. */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'metaKey' | 'ctrlKey'>): string {
  const letter = /^[a-z]$/i.test(event.key)
  const name = letter ? event.key.toLowerCase() : event.key
  const shift = event.shiftKey && (letter || name.length > 1) ? 'Shift+' : ''
  return `${event.metaKey || event.ctrlKey ? 'mod+' : ''}${shift}${name}`
}

/** A key a screen reader or a voice command could produce by accident: these can be switched off. */
export function isSingleKey(keys: string): boolean {
  return !keys.includes('mod+') && keys.split(' ').every((step) => step.replace('Shift+', '').length === 1)
}

const shown: Record<string, string> = {
  'mod+k': '⌘K',
  'mod+Enter': '⌘↵',
  Escape: 'Esc',
  ArrowDown: '↓',
  ArrowUp: '↑',
}

/** The keys as they are printed: `g q` is G then Q. */
export function keyLabels(keys: string): string[] {
  const whole = shown[keys]
  if (whole !== undefined) return [whole]
  return keys
    .split(' ')
    .map(
      (step) =>
        shown[step] ??
        step
          .replace('Shift+', '⇧')
          .replace(/[a-z]$/, (last) => (step.length > 2 && !step.startsWith('Shift+') ? last : last.toUpperCase())),
    )
}
