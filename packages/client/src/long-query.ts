import type { Operation } from '@trpc/client'

/** An address may be so long before something on the way refuses it: 16 kB with all headers in Node, less in proxies. */
export const addressMax = 6000

/** Written into an address, quotes and braces take three characters each. */
const inputMax = 1500

/** A query whose input is too long for an address, such as the preview of a refund of 150 lines: its input goes in the body. */
export function isTooLongForAddress({ type, input }: Pick<Operation, 'type' | 'input'>): boolean {
  return type === 'query' && input !== undefined && JSON.stringify(input).length > inputMax
}
