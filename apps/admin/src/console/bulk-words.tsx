import type { BulkOutcome } from '@mainstay/domain/command/bulk'
import type { ReactNode } from 'react'
import { counted } from '@/ui/count.ts'
import { isKnownRefusal, refusalWords } from './refusal-words.ts'

/** `12 runs go on. 2 were refused: The run is completed.` */
export function bulkWords({ done, refused }: BulkOutcome, { noun, did }: { noun: string; did: string }): ReactNode {
  const things = `${counted(done.length, noun)} ${did}.`
  if (refused.length === 0) return things
  const facts = new Set(
    refused.map(({ refusal }) => (isKnownRefusal(refusal) ? refusalWords(refusal).fact : refusal.code)),
  )
  return `${things} ${refused.length} ${refused.length === 1 ? 'was' : 'were'} refused: ${[...facts].join(' ')}`
}
