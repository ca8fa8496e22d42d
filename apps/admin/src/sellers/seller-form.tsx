'use client'
import { CreateSeller } from '@mainstay/domain/seller/seller'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { useOpening } from '@/console/action.tsx'
import { useCommand } from '@/console/command.tsx'
import { FailureNote } from '@/console/failure-note.tsx'
import { sellers } from '@/nouns/seller.ts'
import { onceWith, useTRPC } from '@/trpc/client.tsx'
import { Button } from '@/ui/button.tsx'
import { Dialog } from '@/ui/dialog.tsx'
import { Field, Input } from '@/ui/field.tsx'
import { useFirstProblem } from '@/ui/first-problem.ts'
import { ButtonKey } from '@/ui/kbd.tsx'

const fields = [
  { name: 'name', label: 'Name', hint: 'As the seller trades.' },
  { name: 'email', label: 'E-mail', hint: 'Where questions about the application go.' },
  { name: 'country', label: 'Country', hint: 'Two letters, such as DE.' },
  { name: 'registrationNumber', label: 'Number in the trade register', hint: undefined },
] as const

/** Puts a seller forward as a draft, which then has its page. */
export function usePutForward() {
  return useOpening({
    permission: 'seller.create',
    label: 'Put a seller forward…',
    keys: 'n',
    look: { variant: 'primary', icon: 'plus' },
    refusal: undefined,
    opens: (close) => (
      <Dialog
        open
        onOpenChange={(open) => !open && close()}
        title="Put a seller forward"
        description="It is a draft until somebody hands it in. Nothing is on sale before somebody else takes the seller on."
      >
        <SellerForm onClose={close} />
      </Dialog>
    ),
  })
}

function SellerForm({ onClose }: { onClose: () => void }) {
  const router = useRouter()
  const [tries, setTries] = useState(0)
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({})
  const [key] = useState(() => crypto.randomUUID())
  const form = useFirstProblem(tries)
  const create = useCommand(useTRPC().seller.create.mutationOptions(onceWith(key)), {
    done: (seller) => `${seller.name} is a draft.`,
    after: (seller) => router.push(sellers.href(seller.id)),
  })

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const read = CreateSeller.safeParse(Object.fromEntries(new FormData(event.currentTarget)))
    setTries(tries + 1)
    setProblems(Object.fromEntries(read.error?.issues.map(({ path, message }) => [String(path[0]), message]) ?? []))
    if (read.success && !create.isPending) create.mutate(read.data)
  }

  return (
    <form ref={form} noValidate className="grid gap-4" onSubmit={submit}>
      {fields.map(({ name, label, hint }) => (
        <Field key={name} label={label} hint={hint} error={problems[name]} className="max-w-none">
          {(control) => <Input {...control} name={name} />}
        </Field>
      ))}
      {create.error !== null && <FailureNote error={create.error} />}
      <div className="flex justify-end gap-2">
        <Button variant="quiet" onClick={onClose}>
          Back
        </Button>
        <Button type="submit" variant="primary" busy={create.isPending}>
          Put forward <ButtonKey>⌘↵</ButtonKey>
        </Button>
      </div>
    </form>
  )
}
