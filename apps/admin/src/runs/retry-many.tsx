'use client'
import { RetryRuns } from '@mainstay/domain/workflow-run/workflow-run'
import { ActionButton, useAction } from '@/console/action.tsx'
import { bulkWords } from '@/console/bulk-words.tsx'
import { useTRPC } from '@/trpc/client.tsx'

/** Drives all that are selected again; each that cannot be says why, and keeps none of the others. */
export function RetryMany({ runIds, onDone }: { runIds: readonly string[]; onDone: () => void }) {
  const retry = useAction({
    procedure: useTRPC().workflow.retryMany.mutationOptions(),
    label: 'Retry…',
    keys: 'r',
    look: { variant: 'primary', icon: 'retry' },
    refusal: undefined,
    asks: {
      title: runIds.length === 1 ? 'Retry the run' : `Retry ${runIds.length} runs`,
      description: 'Each goes on from where it stopped. What is done stays done.',
      schema: RetryRuns,
      given: { runIds: [...runIds] },
      reason: { name: 'reason', label: 'Reason', hint: 'What has changed since they stopped. Kept in the audit log.' },
      confirm: 'Retry',
    },
    done: (outcome) => bulkWords(outcome, { noun: 'run', did: 'go on' }),
    after: onDone,
  })
  return <ActionButton action={retry} />
}
