import { Button } from '@/ui/button.tsx'
import { Note } from '@/ui/note.tsx'
import { failureWords } from './failure-words.ts'

type Failed = { error: unknown; tried?: 'change' | 'read'; onRetry?: () => void; className?: string }

/** Why the last action did not happen, or what stands here could not be read. */
export function FailureNote({ error, tried = 'change', onRetry, className }: Failed) {
  const { fact, wayOut, requestId } = failureWords(error, tried)
  return (
    <div role="alert" className={className}>
      <Note shape="failed" title={fact}>
        {wayOut}
        {requestId && <span className="code block text-sm text-text-3">{requestId}</span>}
        {onRetry && (
          <Button className="mt-2" onClick={onRetry}>
            Try again
          </Button>
        )}
      </Note>
    </div>
  )
}
