import { invalidRequest } from './failure.ts'
import type { Metadata } from './objects.ts'

const clause = /^metadata\[(['"])(?<key>[^'"]+)\1\]:(['"])(?<value>[^'"]*)\3$/

/** Understands `metadata['key']:'value'` joined by AND, which is all the product asks for. */
export function metadataQuery(query: string): (object: { metadata: Metadata }) => boolean {
  const wanted = query.split(/\s+AND\s+/i).map((text) => {
    const groups = clause.exec(text.trim())?.groups
    if (!groups) throw invalidRequest('search_query_invalid', `Unsupported search clause: ${text}`, 'query')
    return [groups.key ?? '', groups.value ?? ''] as const
  })
  return (object) => wanted.every(([key, value]) => object.metadata[key] === value)
}
