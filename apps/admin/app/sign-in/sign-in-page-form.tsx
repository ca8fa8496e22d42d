'use client'
import type { LastSignIn } from '@/session/last-sign-in.ts'
import { SignInForm } from '@/session/sign-in-form.tsx'

/** A full load, so that nothing rendered for somebody else is shown again. */
export function SignInPageForm({ next, last }: { next: string; last: LastSignIn }) {
  return <SignInForm last={last} onSignedIn={() => window.location.assign(next)} />
}
