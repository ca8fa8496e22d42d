import { describe, expect, test } from 'vitest'
import { Email, emailKey, wireEmail } from './email.ts'

describe('an address that a mail server takes is taken', () => {
  test.each([
    ['a&b@firma.example', 'a&b@firma.example'],
    ['info@bücher.example', 'info@xn--bcher-kva.example'],
    ['info@bu\u0308cher.example', 'info@xn--bcher-kva.example'],
    ['info@例え.テスト', 'info@xn--r8jz45g.xn--zckzah'],
    ['info@ΟΔΟΣ.example', 'info@xn--pxavbq.example'],
    ['maria+orders@nordwind.example', 'maria+orders@nordwind.example'],
    ["o'neil@firma.example", "o'neil@firma.example"],
    ['!#$%*/=?^_`{|}~@firma.example', '!#$%*/=?^_`{|}~@firma.example'],
    ['sales@shop.international', 'sales@shop.international'],
    ['a@firma.photography', 'a@firma.photography'],
    ['a.b.@docomo.example', 'a.b.@docomo.example'],
    ['Maria.Lindholm@Nordwind.Example', 'Maria.Lindholm@nordwind.example'],
    ['a@3-4.example', 'a@3-4.example'],
  ])('%s', (written, wire) => {
    const email = Email.parse(written)
    expect(email).toBe(written.normalize('NFC'))
    expect(wireEmail(email)).toBe(wire)
  })
})

test('an address is one, in capitals or not, with the domain in its letters or in ASCII', () => {
  for (const written of [
    'info@bücher.example',
    'Info@BÜCHER.example',
    'info@bu\u0308cher.example',
    'info@XN--BCHER-KVA.example',
  ])
    expect(emailKey(written), written).toBe('info@xn--bcher-kva.example')
  expect(emailKey('info@bucher.example')).toBe('info@bucher.example')
})

test('blanks around an address are no part of it', () => {
  expect(Email.parse('\u00A0 a@firma.example\n')).toBe('a@firma.example')
})

describe('what no mail reaches is refused with what to do', () => {
  const usual = 'Enter an e-mail address such as name@company.com'
  test.each([
    ['nobody', usual],
    ['@firma.example', usual],
    ['a@', usual],
    ['a b@firma.example', usual],
    ['a@firma', /^firma is the name of no mail server; enter an e-mail address such as/],
    ['a@firma..example', /no mail server/],
    ['a@-firma.example', /no mail server/],
    ['a@127.0.0.1', /no mail server/],
    ['a@[127.0.0.1]', /no mail server/],
    ['a@firma.example:25', /no mail server/],
    ['a@firma.example/path', /no mail server/],
    ['a@fir%6da.example', /no mail server/],
    ['a@b@firma.example', /No mail server is known to take @ before the @/],
    ['jörg@firma.example', /No mail server is known to take ö before the @/],
    ['a\u200Bb@firma.example', /No mail server/],
    ['"a b"@firma.example', usual],
    [`${'a'.repeat(65)}@firma.example`, /at most 64/],
    [`a@${'b'.repeat(64)}.example`, /no mail server/],
  ])('%s', (written, message) => {
    const [issue] = Email.safeParse(written).error?.issues ?? []
    expect(issue?.message).toMatch(message)
  })
})
