'use client'
import { ErrorBlock } from '@/ui/states.tsx'
import { failureWords } from './failure-words.ts'

/** In the place of what could not be loaded. */
export function FailureBlock({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { fact, wayOut, requestId } = failureWords(error, 'read')
  return (
    <ErrorBlock title={fact} requestId={requestId} onRetry={onRetry}>
      <p>{wayOut}</p>
    </ErrorBlock>
  )
}
