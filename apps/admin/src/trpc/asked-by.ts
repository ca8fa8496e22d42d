import { consoleSecret } from './api-address.ts'

/**
 * Says whose call the console passes on. X-Forwarded-For ends with the address that reached the console
 * (server.ts adds it), and the secret shows the api that it was the console who wrote so.
 */
export function askedBy(asked: { get(name: string): string | null }): Record<string, string> {
  const secret = consoleSecret()
  const addresses = asked.get('x-forwarded-for')
  if (secret === undefined || addresses === null) return {}
  return { 'x-forwarded-for': addresses, 'x-mainstay-console': secret }
}
