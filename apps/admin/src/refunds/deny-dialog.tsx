'use client'
import { formatMoney } from '@mainstay/domain/money/money'
import { DenyRefund, type Refund } from '@mainstay/domain/refund/refund'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from 'sonner'
import { FailureNote } from '@/console/failure-note.tsx'
import { useTRPC } from '@/trpc/client.tsx'
import { Button } from '@/ui/button.tsx'
import { Dialog } from '@/ui/dialog.tsx'
import { Field, TextArea } from '@/ui/field.tsx'
import { submitOnModEnter } from '@/ui/submit-on-mod-enter.ts'

type DenyDialogInput = {
  refund: Refund
  open: boolean
  onOpenChange: (open: boolean) => void
  onSettled: () => Promise<unknown>
}

/** Turning a refund down ends it; the requester reads why. */
export function DenyDialog({ refund, open, onOpenChange, onSettled }: DenyDialogInput) {
  const trpc = useTRPC()
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const deny = useMutation(
    trpc.refund.deny.mutationOptions({
      onSuccess: () => {
        onOpenChange(false)
        toast(`${refund.number} is denied.`)
      },
      onSettled,
    }),
  )
  const command = DenyRefund.safeParse({ refundId: refund.id, version: refund.version, note })
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Deny ${refund.number}`}
      description={`${refund.requestedBy.name} asked for ${formatMoney(refund.amount)} and reads why not. No money moves.`}
    >
      <form
        noValidate
        className="grid gap-4"
        onKeyDown={submitOnModEnter}
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (command.success && !deny.isPending) deny.mutate(command.data)
        }}
      >
        <Field
          label="Why"
          aside="kept in the audit log"
          error={tried && !command.success ? command.error.issues[0]?.message : undefined}
          className="max-w-none"
        >
          {(control) => <TextArea {...control} value={note} onChange={(event) => setNote(event.target.value)} />}
        </Field>
        {deny.isError && <FailureNote error={deny.error} />}
        <div className="flex gap-2">
          <Button type="submit" variant="confirmDanger" size="large" busy={deny.isPending}>
            Deny {formatMoney(refund.amount)}
          </Button>
          <Button variant="quiet" size="large" onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
