import { expect, test } from 'vitest'
import { readPreferences, writePreferences } from './preferences.ts'

test('the chosen look survives the cookie', () => {
  const chosen = { theme: 'dark', density: 'compact', singleKeys: false } as const
  expect(readPreferences(writePreferences(chosen))).toEqual(chosen)
})

test('without a cookie, or with a strange one, the system decides the theme', () => {
  const plain = { theme: undefined, density: 'comfortable', singleKeys: true }
  expect(readPreferences(undefined)).toEqual(plain)
  expect(readPreferences('theme=<script>&density=huge')).toEqual(plain)
})
