'use client'
import { zodResolver } from '@hookform/resolvers/zod'
import { RetryRun, type Run } from '@mainstay/domain/workflow-run/workflow-run'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { toast } from 'sonner'
import { FailureNote } from '@/console/failure-note.tsx'
import { useTRPC } from '@/trpc/client.tsx'
import { Button } from '@/ui/button.tsx'
import { Dialog } from '@/ui/dialog.tsx'
import { Field, Select, TextArea } from '@/ui/field.tsx'
import { ButtonKey } from '@/ui/kbd.tsx'
import { Note } from '@/ui/note.tsx'
import { submitOnModEnter } from '@/ui/submit-on-mod-enter.ts'
import { stepTitle } from './step-words.ts'

type RetryInput = { run: Run; fromStep: string | undefined; onClose: () => void }

/** Drives a held run again, from where it stopped or from a chosen step, with a reason for the audit log. */
export function RetryDialog({ run, fromStep, onClose }: RetryInput) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const form = useForm({
    resolver: zodResolver(RetryRun),
    defaultValues: { runId: run.id, reason: '', ...(fromStep !== undefined && { fromStep }) },
  })
  const retry = useMutation(
    trpc.workflow.retry.mutationOptions({
      onSuccess: (retried) => {
        queries.setQueryData(trpc.workflow.get.queryKey({ runId: run.id }), retried)
        toast('The run goes on.')
        onClose()
      },
      onSettled: () =>
        Promise.all([
          queries.invalidateQueries(trpc.workflow.pathFilter()),
          queries.invalidateQueries(trpc.workItem.pathFilter()),
        ]),
    }),
  )
  const { errors } = form.formState
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={fromStep === undefined ? 'Retry the run' : 'Retry from a step'}
      description={
        fromStep === undefined
          ? 'It goes on from where it stopped. What is done stays done.'
          : 'The step and everything after it run again. What came before stays done.'
      }
    >
      <form
        noValidate
        className="grid gap-4"
        onKeyDown={submitOnModEnter}
        onSubmit={form.handleSubmit((values) => retry.mutate(values))}
      >
        {fromStep !== undefined && (
          <Field label="Step" error={errors.fromStep?.message} className="max-w-none">
            {(control) => (
              <Select {...control} {...form.register('fromStep')}>
                {run.steps.map((step, index) => (
                  <option key={step.name} value={step.name}>
                    {index + 1}. {stepTitle(step.name)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        <Note plain shape="done" title="The same keys are used again.">
          A provider that has already acted answers with what it did and does not act twice.
        </Note>
        <Field
          label="Reason"
          hint="What has changed since it stopped. Kept in the audit log."
          error={errors.reason?.message}
          className="max-w-none"
        >
          {(control) => <TextArea {...control} {...form.register('reason')} autoFocus />}
        </Field>
        {retry.isError && <FailureNote error={retry.error} />}
        <div className="flex justify-end gap-2">
          <Button variant="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" icon="retry" busy={retry.isPending || retry.isSuccess}>
            {fromStep === undefined ? 'Retry run' : 'Retry from this step'} <ButtonKey>⌘↵</ButtonKey>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
