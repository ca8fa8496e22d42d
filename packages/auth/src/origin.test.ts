import { expect, test } from 'vitest'
import { isOriginAllowed } from './origin.ts'

const ours = ['https://console.example']
const change = { method: 'POST', origin: undefined, fetchSite: undefined, hasCookie: true }

test.each([
  ['a page of ours changes something', { ...change, origin: 'https://console.example' }, true],
  ['a foreign page changes something', { ...change, origin: 'https://evil.example' }, false],
  ['our own host over plain HTTP is foreign', { ...change, origin: 'http://console.example' }, false],
  ['another port of our host is foreign', { ...change, origin: 'https://console.example:8443' }, false],
  ['a page without an origin of its own', { ...change, origin: 'null' }, false],
  ['the browser vouches for the same origin', { ...change, fetchSite: 'same-origin' }, true],
  ['a sibling host is not the same origin', { ...change, fetchSite: 'same-site' }, false],
  ['a cookie without a word about where it comes from', change, false],
  [
    'a foreign page that wants to sign its reader in',
    { ...change, hasCookie: false, origin: 'https://evil.example' },
    false,
  ],
  ['a server without cookie or origin', { ...change, hasCookie: false }, true],
  ['reading from anywhere', { ...change, method: 'GET', origin: 'https://evil.example' }, true],
])('%s', (_what, request, allowed) => {
  expect(isOriginAllowed(request, ours)).toBe(allowed)
})
