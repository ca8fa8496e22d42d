import { Note } from '@/ui/note.tsx'
import { failureWords } from './failure-words.ts'

/** Why the last action did not happen. */
export function FailureNote({ error, className }: { error: unknown; className?: string }) {
  const { fact, wayOut, requestId } = failureWords(error)
  return (
    <div role="alert" className={className}>
      <Note shape="failed" title={fact}>
        {wayOut}
        {requestId && <span className="code block text-sm text-text-3">{requestId}</span>}
      </Note>
    </div>
  )
}
