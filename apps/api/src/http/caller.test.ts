import { describe, expect, test } from 'vitest'
import { callerReader, consoleHeader, type TrustedProxies } from './caller.ts'

const consoleSecret = 'known to the console and the api alone'

type Call = { from: string | undefined; forwarded?: string; shows?: string }

function callerOf({ from, forwarded, shows }: Call, trustedProxies: TrustedProxies): string | null {
  const read = callerReader({ trustedProxies, consoleSecret })
  const headers = {
    ...(forwarded !== undefined && { 'x-forwarded-for': forwarded }),
    ...(shows !== undefined && { [consoleHeader]: shows }),
  }
  return read({ headers, socket: { remoteAddress: from } })
}

describe('whoever calls directly', () => {
  test.each<[string, Call]>([
    ['says nothing', { from: '203.0.113.9' }],
    ['names somebody else', { from: '203.0.113.9', forwarded: '198.51.100.1' }],
    ['guesses the secret of the console', { from: '203.0.113.9', forwarded: '198.51.100.1', shows: 'a guess' }],
    ['shows an empty secret', { from: '203.0.113.9', forwarded: '198.51.100.1', shows: '' }],
    ['comes by IPv4 inside IPv6', { from: '::ffff:203.0.113.9', forwarded: '198.51.100.1' }],
  ])('and %s is who is connected', (_what, call) => {
    expect(callerOf(call, 0)).toBe('203.0.113.9')
  })

  test('without an address is nobody in particular', () => {
    expect(callerOf({ from: undefined }, 0)).toBeNull()
  })
})

describe('the console is believed about who asked it', () => {
  const viaConsole = (forwarded: string) => ({ from: '127.0.0.1', forwarded, shows: consoleSecret })

  test.each<[string, string, TrustedProxies]>([
    ['a browser that reached it', '203.0.113.9', 0],
    ['a browser that made up a past', '198.51.100.1, 203.0.113.9', 0],
    ['a browser behind one load balancer', '198.51.100.1, 203.0.113.9, 10.0.0.2', 1],
    ['a browser behind two', '198.51.100.1, 203.0.113.9, 10.0.0.3, 10.0.0.2', 2],
    ['a browser behind load balancers of a network', '198.51.100.1, 203.0.113.9, 10.9.9.9, 10.0.0.2', ['10.0.0.0/8']],
    ['a browser whose load balancer adds ports', '203.0.113.9:51234, 10.0.0.2', ['10.0.0.2']],
  ])('%s', (_what, forwarded, trusted) => {
    expect(callerOf(viaConsole(forwarded), trusted)).toBe('203.0.113.9')
  })

  test('a past that is no address ends with the last proxy that is known', () => {
    expect(callerOf(viaConsole('unknown, 10.0.0.2'), ['10.0.0.0/8'])).toBe('10.0.0.2')
    expect(callerOf(viaConsole(', ,,'), 1)).toBe('127.0.0.1')
  })

  test('IPv6 is one spelling of an address', () => {
    expect(callerOf(viaConsole('[2001:DB8:0::9]:443, fd00::2'), ['fd00::/8'])).toBe('2001:db8::9')
  })
})

describe('a proxy the operator named is believed', () => {
  test.each<[string, [Call, TrustedProxies], string]>([
    ['one of its network', [{ from: '10.0.0.2', forwarded: '203.0.113.9' }, ['10.0.0.0/8', 'fd00::/8']], '203.0.113.9'],
    ['as many as were said', [{ from: '10.0.0.2', forwarded: '198.51.100.1, 203.0.113.9' }, 1], '203.0.113.9'],
    ['and nobody else', [{ from: '192.0.2.7', forwarded: '203.0.113.9' }, ['10.0.0.0/8']], '192.0.2.7'],
  ])('%s', (_what, asked, caller) => {
    expect(callerOf(...asked)).toBe(caller)
  })
})
