'use client'
import { Page } from '@/console/page.tsx'
import { ErrorBlock } from '@/ui/states.tsx'

export default function ConsoleError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <Page crumbs={[{ label: 'Not loaded' }]}>
      <ErrorBlock title="This page could not be loaded" requestId={error.digest} onRetry={retry} headingLevel={1}>
        <p>Nothing was changed. The api did not give an answer that could be shown.</p>
      </ErrorBlock>
    </Page>
  )
}
