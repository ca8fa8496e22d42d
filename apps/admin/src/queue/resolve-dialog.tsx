'use client'
import { zodResolver } from '@hookform/resolvers/zod'
import { ResolveWorkItem } from '@mainstay/domain/work-item/command'
import type { WorkItem } from '@mainstay/domain/work-item/work-item'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { toast } from 'sonner'
import { FailureNote } from '@/console/failure-note.tsx'
import { useTRPC } from '@/trpc/client.tsx'
import { Button } from '@/ui/button.tsx'
import { Dialog } from '@/ui/dialog.tsx'
import { Field, TextArea } from '@/ui/field.tsx'
import { ButtonKey } from '@/ui/kbd.tsx'
import { sentence } from '@/ui/sentence.ts'
import { submitOnModEnter } from '@/ui/submit-on-mod-enter.ts'

type ResolveInput = { item: WorkItem; onClose: () => void; onResolved: () => void }

/** Closes an item with words that stay in the audit log. It moves no money and starts nothing. */
export function ResolveDialog({ item, onClose, onResolved }: ResolveInput) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const form = useForm({
    resolver: zodResolver(ResolveWorkItem),
    defaultValues: { workItemId: item.id, resolution: '' },
  })
  const resolve = useMutation(
    trpc.workItem.resolve.mutationOptions({
      onSuccess: () => {
        toast(`${item.subject.label} is resolved.`)
        onResolved()
      },
      onSettled: () => queries.invalidateQueries(trpc.workItem.pathFilter()),
    }),
  )
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Resolve ${item.subject.label}`}
      description={sentence(item.cause)}
    >
      <form
        noValidate
        className="grid gap-4"
        onKeyDown={submitOnModEnter}
        onSubmit={form.handleSubmit((values) => resolve.mutate(values))}
      >
        <Field
          label="How it ended"
          hint="Kept in the audit log. Resolving moves no money."
          error={form.formState.errors.resolution?.message}
          className="max-w-none"
        >
          {(control) => (
            <TextArea
              {...control}
              {...form.register('resolution')}
              autoFocus
              placeholder="What is true now, and how you know"
            />
          )}
        </Field>
        {resolve.isError && <FailureNote error={resolve.error} />}
        <div className="flex justify-end gap-2">
          <Button variant="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" busy={resolve.isPending || resolve.isSuccess}>
            Resolve item <ButtonKey>⌘↵</ButtonKey>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
