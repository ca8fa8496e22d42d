import { expect, test } from 'vitest'
import { isSingleKey, keyLabels, keyName } from './key-name.ts'

const pressed = (key: string, held: { shiftKey?: boolean; metaKey?: boolean; ctrlKey?: boolean } = {}) =>
  keyName({ key, shiftKey: false, metaKey: false, ctrlKey: false, ...held })

test('Control and Command are the same key of the map', () => {
  expect(pressed('k', { ctrlKey: true })).toBe('mod+k')
  expect(pressed('k', { metaKey: true })).toBe('mod+k')
})

test('Shift counts for letters and not for signs that need it anyway', () => {
  expect(pressed('X', { shiftKey: true })).toBe('Shift+x')
  expect(pressed('?', { shiftKey: true })).toBe('?')
})

test('only keys pressed without a modifier can be switched off', () => {
  expect(['j', '?', 'g q', 'Shift+x'].map(isSingleKey)).toEqual([true, true, true, true])
  expect(['mod+k', 'Enter', 'ArrowDown', 'Escape'].map(isSingleKey)).toEqual([false, false, false, false])
})

test('keys are printed as they are on the keyboard', () => {
  expect([keyLabels('g q'), keyLabels('Shift+x'), keyLabels('mod+k'), keyLabels('Enter'), keyLabels('Escape')]).toEqual(
    [['G', 'Q'], ['⇧X'], ['⌘K'], ['Enter'], ['Esc']],
  )
})
