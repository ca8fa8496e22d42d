import { expect, test } from 'vitest'
import { addressOf, networkOf } from './network.ts'

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['192.0.2.1:4711', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::FFFF:C000:0201', '192.0.2.1'],
  ['[2001:DB8::1]:443', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['2001:0db8:0:0:0:0:0:1', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['::1', '::1'],
])('%s is %s', (text, address) => {
  expect(addressOf(text)).toBe(address)
})

test.each([
  '',
  'unknown',
  '_hidden',
  '1',
  '0x7f.1',
  '192.0.2',
  '192.0.2.1.5',
  '192.0.2.256',
  '[::1',
  'a'.repeat(9000),
  '<b>',
])('%s is no address', (text) => {
  expect(addressOf(text)).toBeUndefined()
})

test('one who may choose any address of a /64 is one network, and a neighbour is another', () => {
  expect(networkOf('2001:db8:1:2:aaaa::1')).toBe(networkOf('2001:db8:1:2::ffff'))
  expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'))
  expect(networkOf('192.0.2.1')).not.toBe(networkOf('192.0.2.2'))
})
