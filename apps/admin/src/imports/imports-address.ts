import { createLoader, parseAsString } from 'nuqs/server'

export const importsAddress = { cursor: parseAsString }

export const loadImportsAddress = createLoader(importsAddress)

/** The same on the server and in the browser, so that what one fetched the other finds. */
export function importsInput({ cursor }: { cursor: string | null }) {
  return { limit: 50, ...(cursor !== null && { cursor }) }
}
