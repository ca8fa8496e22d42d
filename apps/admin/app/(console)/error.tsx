'use client'
import { ErrorBlock } from '@/ui/states.tsx'

export default function ConsoleError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <main id="main" className="flex flex-1">
      <ErrorBlock title="This page could not be loaded" requestId={error.digest} onRetry={retry} headingLevel={1}>
        <p>Nothing was changed. The api did not give an answer that could be shown.</p>
      </ErrorBlock>
    </main>
  )
}
