'use client'
import type { RunSummary } from '@mainstay/domain/workflow-run/workflow-run'
import { formatDuration } from '@/ui/duration.ts'
import { useMoment } from '@/ui/now.tsx'

/** How long a run took, or has been under way. */
export function useTook({ createdAt, endedAt }: Pick<RunSummary, 'createdAt' | 'endedAt'>): string {
  const { now } = useMoment()
  return formatDuration(Math.max(0, (endedAt ?? now).getTime() - createdAt.getTime()))
}
