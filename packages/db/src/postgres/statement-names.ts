import { createHash } from 'node:crypto'

const namesMax = 500
const candidatesMax = 2000

/**
 * Ends the text of a statement whose plan depends on its values: that of an average seller reads for a huge one a thousand
 * times what it has to, and PostgreSQL keeps it when it seems no dearer. It gets no name, so that it is planned each time.
 */
export const plannedForItsValues = '/* planned for its values */'

/**
 * Gives a statement text a name once it has been seen twice, so the server plans it once per connection. A name is
 * never taken back (the server would have to be told on every connection); texts past the bound run unnamed.
 */
export function statementNames(): (text: string) => string | undefined {
  const names = new Map<string, string>()
  const candidates = new Set<string>()

  return (text) => {
    if (text.endsWith(plannedForItsValues)) return undefined
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
