import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { safeNext } from '@/address.ts'
import { Mark } from '@/console/mark.tsx'
import { lastSignInCookie, readLastSignIn } from '@/session/last-sign-in.ts'
import { Note } from '@/ui/note.tsx'
import { Art } from './art.tsx'
import { SignInPageForm } from './sign-in-page-form.tsx'

export const metadata: Metadata = { title: 'Sign in' }

type Search = { searchParams: Promise<{ next?: string | string[]; tenant?: string | string[]; ended?: string }> }

export default async function SignInPage({ searchParams }: Search) {
  const { next, tenant, ended } = await searchParams
  const last = readLastSignIn((await cookies()).get(lastSignInCookie)?.value)
  return (
    <div className="grid min-h-dvh grid-cols-2 max-[56rem]:grid-cols-1">
      <main id="main" className="grid place-items-center px-6 py-8">
        <div className="w-[min(21.5rem,100%)]">
          <div className="mb-7 flex items-center gap-2.5">
            <Mark />
            <span className="text-lg font-semibold">Mainstay</span>
          </div>
          <h1>Sign in</h1>
          <p className="mt-1 text-text-2">Staff console</p>
          {ended !== undefined && (
            <Note shape="locked" title="Your session has ended." className="mt-5">
              Sign in to go on where you were.
            </Note>
          )}
          <SignInPageForm
            next={safeNext(typeof next === 'string' ? next : undefined)}
            last={typeof tenant === 'string' && tenant !== last.tenant ? { tenant, email: '' } : last}
          />
          <p className="mt-4 text-sm text-text-3">
            Sessions end after 12 h, or after 30 min without activity. Every sign-in is in the audit log.
          </p>
        </div>
      </main>
      <Art />
    </div>
  )
}
