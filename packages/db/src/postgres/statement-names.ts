import { createHash } from 'node:crypto'

const namesMax = 500
const candidatesMax = 2000

/**
 * Gives a statement text a name once it has been seen twice, so the server plans it once per connection. A name is
 * never taken back (the server would have to be told on every connection); texts past the bound run unnamed.
 */
export function statementNames(): (text: string) => string | undefined {
  const names = new Map<string, string>()
  const candidates = new Set<string>()

  return (text) => {
    const known = names.get(text)
    if (known !== undefined || names.size >= namesMax) return known
    if (!candidates.delete(text)) {
      candidates.add(text)
      const oldest = candidates.values().next().value
      if (candidates.size > candidatesMax && oldest !== undefined) candidates.delete(oldest)
      return undefined
    }

    const name = createHash('sha256').update(text).digest('base64url').slice(0, 24)
    names.set(text, name)
    return name
  }
}
