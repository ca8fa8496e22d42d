'use client'
import type { Me } from '@mainstay/domain/access/session'
import { Dialog } from '@/ui/dialog.tsx'
import { SignInForm } from './sign-in-form.tsx'

type SignInDialogInput = { me: Me; onClose: () => void; onSignedIn: (memberId: string) => void }

/** Over the page as it was left, with everything that was written in it. */
export function SignInDialog({ me, onClose, onSignedIn }: SignInDialogInput) {
  return (
    <Dialog
      onClose={onClose}
      title="Your session has ended"
      description="Nothing that you wrote is lost. Sign in, and go on where you were; what was refused meanwhile was not done."
    >
      <SignInForm last={{ tenant: me.tenant.slug, email: me.member.email }} onSignedIn={onSignedIn} />
    </Dialog>
  )
}
