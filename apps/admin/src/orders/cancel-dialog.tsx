'use client'
import { CancelPurchase } from '@mainstay/domain/purchase/cancel'
import type { Purchase } from '@mainstay/domain/purchase/purchase'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from 'sonner'
import { FailureNote } from '@/console/failure-note.tsx'
import { useTRPC } from '@/trpc/client.tsx'
import { Button } from '@/ui/button.tsx'
import { Dialog } from '@/ui/dialog.tsx'
import { Field, TextArea } from '@/ui/field.tsx'
import { submitOnModEnter } from '@/ui/submit-on-mod-enter.ts'

type CancelDialogInput = { purchase: Purchase; open: boolean; onOpenChange: (open: boolean) => void }

/** Cancelling ends an order that is not paid; its goods are free and its buyer is told. */
export function CancelDialog({ purchase, open, onOpenChange }: CancelDialogInput) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const cancel = useMutation(
    trpc.purchase.cancel.mutationOptions({
      onSuccess: ({ status }) => {
        onOpenChange(false)
        toast(
          status === 'canceled'
            ? `${purchase.number} is cancelled.`
            : `${purchase.number} is being cancelled: the provider is asked first.`,
        )
      },
      onSettled: () =>
        Promise.all([
          queries.invalidateQueries(trpc.purchase.pathFilter()),
          queries.invalidateQueries(trpc.workflow.pathFilter()),
          queries.invalidateQueries(trpc.workItem.pathFilter()),
        ]),
    }),
  )
  const command = CancelPurchase.safeParse({ purchaseId: purchase.id, reason })
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Cancel ${purchase.number}`}
      description="The buyer is told and pays nothing; an authorisation that stands is given back, and the goods can be sold again."
    >
      <form
        noValidate
        className="grid gap-4"
        onKeyDown={submitOnModEnter}
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (command.success && !cancel.isPending) cancel.mutate(command.data)
        }}
      >
        <Field
          label="Why"
          aside="kept in the audit log"
          error={tried && !command.success ? command.error.issues[0]?.message : undefined}
          className="max-w-none"
        >
          {(control) => <TextArea {...control} value={reason} onChange={(event) => setReason(event.target.value)} />}
        </Field>
        {cancel.isError && <FailureNote error={cancel.error} />}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="confirmDanger" size="large" busy={cancel.isPending}>
            Cancel the order
          </Button>
          <Button variant="quiet" size="large" onClick={() => onOpenChange(false)}>
            Keep it
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
