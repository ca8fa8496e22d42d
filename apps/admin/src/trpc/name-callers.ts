import { subscribe } from 'node:diagnostics_channel'
import { IncomingMessage } from 'node:http'

/**
 * Writes the address that reached the console to the end of X-Forwarded-For, as any proxy does. Next adds it only where
 * nothing was said, so a browser could say anything.
 */
export function nameCallers(): void {
  subscribe('http.server.request.start', (message) => {
    const request: unknown = typeof message === 'object' && message !== null && Reflect.get(message, 'request')
    if (!(request instanceof IncomingMessage)) return
    const peer = request.socket.remoteAddress ?? 'unknown'
    const addresses = [request.headers['x-forwarded-for'] ?? [], peer].flat()
    request.headers['x-forwarded-for'] = addresses.join(', ')
  })
}
