import { recordAudit } from '@mainstay/db/audit'
import { appendEvent } from '@mainstay/db/outbox'
import { getRun, listRuns, lockRun } from '@mainstay/db/workflow-run'
import { accepted } from '@mainstay/domain/decision'
import { Id } from '@mainstay/domain/id'
import { pageOf } from '@mainstay/domain/page'
import { ListRuns, RetryRun, Run, RunSummary, retryHeldRun } from '@mainstay/domain/workflow-run'
import { retryRun } from '@mainstay/workflows/engine/run-operation'
import * as z from 'zod'
import { can, router } from './trpc.ts'

export const workflow = router({
  list: can('workflow.read', { summary: 'List workflow runs', rest: { method: 'GET', path: '/runs' } })
    .input(ListRuns)
    .output(pageOf(RunSummary))
    .query(({ ctx, input }) => {
      ctx.requireEverywhere('workflow.read', 'run')
      return ctx.read((tx) => listRuns(tx, input, ctx.cursorSecret))
    }),

  get: can('workflow.read', {
    summary: 'Read a run, its steps and attempts',
    rest: { method: 'GET', path: '/runs/{runId}' },
  })
    .input(z.object({ runId: Id }))
    .output(Run)
    .query(({ ctx, input }) => {
      ctx.requireEverywhere('workflow.read', 'run')
      return ctx.read((tx) => getRun(tx, input.runId))
    }),

  retry: can('workflow.retry', {
    summary: 'Drive a held run again',
    rest: { method: 'POST', path: '/runs/{runId}/retry' },
    idempotent: false,
  })
    .input(RetryRun)
    .output(Run)
    .mutation(({ ctx, input }) => {
      ctx.requireEverywhere('workflow.retry', 'run')
      return ctx.commit(async (tx) => {
        await lockRun(tx, input.runId)
        const run = accepted(retryHeldRun(await getRun(tx, input.runId), input.fromStep))
        await Promise.all([
          recordAudit(tx, ctx.actor, {
            action: 'workflow.retry',
            subject: { type: 'workflow_run', id: run.id, label: run.kind },
            occurredAt: ctx.now,
            changes: [
              { field: 'status', before: run.status, after: 'queued' },
              ...(input.fromStep ? [{ field: 'from step', before: null, after: input.fromStep }] : []),
            ],
            reason: input.reason,
            allowedBy: ctx.allowedBy,
            requestId: ctx.requestId,
            runId: run.id,
          }),
          appendEvent(tx, {
            type: 'workflow.retried',
            version: 1,
            subject: { type: 'workflow_run', id: run.id, version: 1 },
            data: { kind: run.kind, fromStep: input.fromStep ?? null },
            actor: ctx.actor,
            occurredAt: ctx.now,
            correlationId: ctx.requestId,
          }),
        ])
        await retryRun(tx, { tenantId: tx.tenantId, id: run.id }, input.fromStep ? { fromStep: input.fromStep } : {})
        return getRun(tx, run.id)
      })
    }),
})
