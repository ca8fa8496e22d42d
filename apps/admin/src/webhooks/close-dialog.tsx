'use client'
import { zodResolver } from '@hookform/resolvers/zod'
import { DismissWebhook, RetryWebhook, type Webhook } from '@mainstay/domain/webhook/webhook'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { toast } from 'sonner'
import { FailureNote } from '@/console/failure-note.tsx'
import { useTRPC } from '@/trpc/client.tsx'
import { Button } from '@/ui/button.tsx'
import { Dialog } from '@/ui/dialog.tsx'
import { Field, TextArea } from '@/ui/field.tsx'
import { ButtonKey } from '@/ui/kbd.tsx'
import { submitOnModEnter } from '@/ui/submit-on-mod-enter.ts'

const words = {
  retry: {
    title: 'Place the message again',
    description: 'What it names is looked up once more. Then the payment is read again at the provider.',
    hint: 'What has changed since it came. Kept in the audit log.',
    button: 'Place again',
    done: 'The message is placed; its payment is being read again.',
  },
  dismiss: {
    title: 'Dismiss the message',
    description: 'It needs nothing more. Nothing is booked and nothing is sent.',
    hint: 'How you know. Kept in the audit log.',
    button: 'Dismiss',
    done: 'The message is dismissed.',
  },
} as const

type CloseInput = { webhook: Webhook; way: 'retry' | 'dismiss'; onClose: () => void }

/** Ends the waiting of a message, with a reason. */
export function CloseDialog({ webhook, way, onClose }: CloseInput) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const form = useForm({
    resolver: zodResolver(way === 'retry' ? RetryWebhook : DismissWebhook),
    defaultValues: { webhookId: webhook.id, reason: '' },
  })
  const after = {
    onSuccess: () => {
      toast(words[way].done)
      onClose()
    },
    onSettled: () => queries.invalidateQueries(trpc.webhook.pathFilter()),
  }
  const retry = useMutation(trpc.webhook.retry.mutationOptions(after))
  const dismiss = useMutation(trpc.webhook.dismiss.mutationOptions(after))
  const close = way === 'retry' ? retry : dismiss
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={words[way].title}
      description={words[way].description}
    >
      <form
        noValidate
        className="grid gap-4"
        onKeyDown={submitOnModEnter}
        onSubmit={form.handleSubmit((values) => close.mutate(values))}
      >
        <Field
          label="Reason"
          hint={words[way].hint}
          error={form.formState.errors.reason?.message}
          className="max-w-none"
        >
          {(control) => <TextArea {...control} {...form.register('reason')} autoFocus />}
        </Field>
        {close.isError && <FailureNote error={close.error} />}
        <div className="flex justify-end gap-2">
          <Button variant="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" busy={close.isPending || close.isSuccess}>
            {words[way].button} <ButtonKey>⌘↵</ButtonKey>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
