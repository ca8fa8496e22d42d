import { createHash, timingSafeEqual } from 'node:crypto'
import { BlockList, isIP } from 'node:net'
import { addressOf } from '@mainstay/auth/network'
import type { FastifyRequest } from 'fastify'

/** Whom we believe about where a call comes from: so many proxies in front of us, or those of these networks. */
export type TrustedProxies = number | readonly string[]

export const consoleHeader = 'x-mainstay-console'

type Asked = Pick<FastifyRequest, 'headers'> & { socket: Pick<FastifyRequest['socket'], 'remoteAddress'> }

/**
 * Reads the address of a call's caller. What a proxy writes into X-Forwarded-For is believed as far back as proxies are
 * trusted: the console, which proves itself by a secret of ours and says who asked it, and those the operator named.
 * Nobody else can say whose call it is.
 */
export function callerReader({
  trustedProxies,
  consoleSecret,
}: {
  trustedProxies: TrustedProxies
  consoleSecret?: string | undefined
}): (request: Asked) => string | null {
  const isTrusted = trustOf(trustedProxies)
  const secretHash = consoleSecret === undefined ? undefined : hashOf(consoleSecret)

  return ({ headers, socket }) => {
    let caller = addressOf(socket.remoteAddress ?? '') ?? null
    const shown = headers[consoleHeader]
    const isConsole =
      secretHash !== undefined && typeof shown === 'string' && timingSafeEqual(hashOf(shown), secretHash)
    const behind = String(headers['x-forwarded-for'] ?? '').split(',')
    let hop = isConsole ? -1 : 0
    while (hop === -1 || (caller !== null && isTrusted(caller, hop))) {
      const next = addressOf(behind.pop()?.trim() ?? '')
      if (next === undefined) break
      caller = next
      hop += 1
    }
    return caller
  }
}

function trustOf(trusted: TrustedProxies): (address: string, hop: number) => boolean {
  if (typeof trusted === 'number') return (_address, hop) => hop < trusted
  const list = new BlockList()
  for (const network of trusted) {
    const { address, prefix, family } = networkNamed(network)
    list.addSubnet(address, prefix, family)
  }
  return (address) => list.check(address, familyOf(address))
}

/** Whether a text names an address or a network, such as 10.0.0.0/8. */
export function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/')
  const bits = isIP(address) === 4 ? 32 : 128
  return (
    isIP(address) !== 0 &&
    rest.length === 0 &&
    (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits))
  )
}

function networkNamed(text: string) {
  const [address = '', prefix] = text.split('/')
  const family = familyOf(address)
  return { address, family, prefix: Number(prefix ?? (family === 'ipv4' ? 32 : 128)) }
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4'
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
