import { isIP } from 'node:net'

/**
 * An address as one caller holds it: IPv4 written as such also inside IPv6, without a zone, port or brackets, and in one
 * spelling. Undefined for a text that is no address.
 */
export function addressOf(text: string): string | undefined {
  const bare = /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text
  const [address = ''] = bare.split('%')
  if (isIP(address) === 4) return address
  if (isIP(address) !== 6) return undefined
  const groups = groupsOf(address)
  const [high = '', low = ''] = groups.slice(-2)
  if (groups.slice(0, 6).join() !== '0,0,0,0,0,ffff') return new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [upper, lower] = [Number.parseInt(high, 16), Number.parseInt(low, 16)]
  return [upper >> 8, upper & 255, lower >> 8, lower & 255].join('.')
}

/** What one customer of a provider is given: an IPv4 address, or the /64 an IPv6 address is chosen from at will. */
export function networkOf(address: string): string {
  return isIP(address) === 6 ? `${groupsOf(address).slice(0, 4).join(':')}::/64` : address
}

/** The eight groups of an IPv6 address, without leading zeros. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  return [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right]
}
