import { getRun, lockRun, lockRuns, recordRunRetried, workflowRuns } from '@mainstay/db/workflow-run/workflow-run'
import { BulkOutcome, decideEach } from '@mainstay/domain/command/bulk'
import { accepted } from '@mainstay/domain/command/decision'
import { Id } from '@mainstay/domain/command/id'
import { RetryRun, RetryRuns, Run, RunSummary, retryHeldRun } from '@mainstay/domain/workflow-run/workflow-run'
import { retryRun } from '@mainstay/workflows/engine/run-operation'
import * as z from 'zod'
import { listing } from '../http/listing.ts'
import { can, router } from '../http/trpc.ts'

export const workflow = router({
  ...listing(workflowRuns, {
    permission: 'workflow.read',
    words: 'Workflow runs, newest first',
    path: '/runs',
    item: RunSummary,
  }),

  get: can('workflow.read', {
    summary: 'Read a run, its steps and attempts',
    rest: { method: 'GET', path: '/runs/{runId}' },
  })
    .input(z.strictObject({ runId: Id }))
    .output(Run)
    .query(({ ctx, input }) => ctx.read((tx) => getRun(tx, input.runId))),

  retry: can('workflow.retry', {
    summary: 'Drive a held run again',
    rest: { method: 'POST', path: '/runs/{runId}/retry' },
  })
    .input(RetryRun)
    .output(Run)
    .mutation(({ ctx, input }) =>
      ctx.commit(
        async (tx) => {
          await lockRun(tx, input.runId)
          const run = accepted(retryHeldRun(await getRun(tx, input.runId), input.fromStep))
          const { fromStep } = input
          await recordRunRetried(tx, { run, fromStep })
          await retryRun(tx, { tenantId: tx.tenantId, id: run.id }, fromStep === undefined ? {} : { fromStep })
          return getRun(tx, run.id)
        },
        { reason: input.reason },
      ),
    ),

  retryMany: can('workflow.retry', {
    summary: 'Drive many held runs again, each from where it stopped',
    rest: { method: 'POST', path: '/runs/retry' },
  })
    .input(RetryRuns)
    .output(BulkOutcome)
    .mutation(({ ctx, input }) =>
      ctx.commit(
        async (tx) => {
          const held = await lockRuns(tx, input.runIds)
          const { decided, outcome } = decideEach(input.runIds, held, (run) => retryHeldRun(run, undefined))
          for (const { after: run } of decided) {
            await recordRunRetried(tx, { run })
            await retryRun(tx, { tenantId: tx.tenantId, id: run.id })
          }
          return outcome
        },
        { reason: input.reason },
      ),
    ),
})
