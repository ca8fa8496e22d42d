import type { StateLook } from '@/nouns/noun.ts'
import { Status, StatusPill } from '@/ui/status.tsx'

/** A state in a table. */
export function State({ look }: { look: StateLook }) {
  const { words, ...glyph } = look
  return (
    <Status {...glyph} className="text-text-2">
      {words}
    </Status>
  )
}

/** A state in a page header. */
export function StatePill({ look }: { look: StateLook }) {
  const { words, ...glyph } = look
  return <StatusPill {...glyph}>{words}</StatusPill>
}
