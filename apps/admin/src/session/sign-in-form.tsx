'use client'
import { zodResolver } from '@hookform/resolvers/zod'
import { SignIn } from '@mainstay/domain/access/session'
import { useMutation } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { useTRPC } from '@/trpc/client.tsx'
import { statusOf } from '@/trpc/query-client.ts'
import { Button } from '@/ui/button.tsx'
import { Field, Input } from '@/ui/field.tsx'
import { Note } from '@/ui/note.tsx'
import { keepLastSignIn, type LastSignIn } from './last-sign-in.ts'

type SignInInput = { last: LastSignIn; onSignedIn: (memberId: string) => void }

/** Asks for what is not known yet: of somebody who was here before, the password. */
export function SignInForm({ last, onSignedIn }: SignInInput) {
  const trpc = useTRPC()
  const form = useForm({
    resolver: zodResolver(SignIn),
    mode: 'onBlur',
    defaultValues: { ...last, password: '' },
  })
  const signIn = useMutation(
    trpc.session.signIn.mutationOptions({
      onSuccess: (me, { tenant, email }) => {
        keepLastSignIn({ tenant, email })
        onSignedIn(me.member.id)
      },
    }),
  )
  const { errors } = form.formState

  return (
    <form
      method="post"
      noValidate
      className="mt-6 grid gap-3.5"
      onSubmit={form.handleSubmit((values) => signIn.mutate(values))}
    >
      {signIn.isError && (
        <div role="alert">
          <Failure status={statusOf(signIn.error)} />
        </div>
      )}
      <Field label="Workspace" hint="The short name in your invitation" error={errors.tenant?.message}>
        {(control) => (
          <Input
            {...control}
            {...form.register('tenant')}
            autoComplete="organization"
            autoCapitalize="none"
            spellCheck={false}
            required
          />
        )}
      </Field>
      <Field label="Work e-mail" error={errors.email?.message}>
        {(control) => (
          <Input
            {...control}
            {...form.register('email')}
            type="email"
            autoComplete="username"
            spellCheck={false}
            required
          />
        )}
      </Field>
      <Field label="Password" error={errors.password?.message}>
        {(control) => (
          <Input
            {...control}
            {...form.register('password')}
            type="password"
            autoComplete="current-password"
            autoFocus={last.email !== ''}
            data-opens-here
            required
          />
        )}
      </Field>
      <Button
        type="submit"
        variant="primary"
        size="large"
        className="mt-1.5"
        busy={signIn.isPending || signIn.isSuccess}
      >
        Sign in
      </Button>
    </form>
  )
}

function Failure({ status }: { status: number | undefined }) {
  if (status === 401) {
    return (
      <Note shape="failed" title="These three do not belong together.">
        Check the workspace, the e-mail and the password.
      </Note>
    )
  }
  if (status === 429) {
    return (
      <Note shape="onHold" title="Too many attempts.">
        Wait a minute before the next one. An administrator can see the attempts.
      </Note>
    )
  }
  return (
    <Note shape="failed" title="The api did not answer.">
      You are not signed in. Try again in a moment.
    </Note>
  )
}
