import { expect, test } from 'vitest'
import { audit } from './audit.ts'

test('a person’s reason stands as it was written, whatever a bank or we mean by the word', () => {
  for (const said of ['declined', 'stock_gone', 'constructor']) expect(audit.reason(said, 'member')).toBe(said)
})

test('a reason of ours and one of a vendor are told as staff know them', () => {
  expect(audit.reason('stock_gone', 'system')).toBe('the pieces held for it are gone')
  expect(audit.reason('declined', 'provider')).toBe('The buyer’s bank declined it.')
  expect(audit.reason('constructor', 'provider')).toBe('constructor')
})
