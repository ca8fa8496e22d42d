'use client'
import { useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useMe } from '@/console/session.tsx'
import { useTRPC } from '@/trpc/client.tsx'
import { signedOut } from '@/trpc/signed-out.ts'
import { openLive, type Told } from './connection.ts'
import { createRefresh } from './refresh.ts'

const SignInDialog = dynamic(() => import('@/session/sign-in-dialog.tsx').then((file) => file.SignInDialog), {
  ssr: false,
})

/** Keeps what is on screen true, and says so when the session has ended. */
export function Live() {
  const me = useMe()
  const client = useQueryClient()
  const trpc = useTRPC()
  const said = useSyncExternalStore(signedOut.subscribe, signedOut.times, () => 0)
  const live = useRef<ReturnType<typeof openLive>>(undefined)
  const [dismissed, setDismissed] = useState(0)

  useEffect(() => {
    const refresh = createRefresh(client)
    const connection = openLive((told) => hear(told))
    live.current = connection

    function hear(told: Told) {
      if (told.kind === 'changed') refresh.changed(told.changes)
      if (told.kind === 'missed') refresh.everything()
      if (told.kind === 'ended') signedOut.happened()
      if (told.kind === 'resumed') resume(told.memberId)
      if (told.kind === 'refused') void client.fetchQuery(trpc.session.me.queryOptions()).catch(() => {})
      if (told.kind === 'opened') {
        const changes = refresh.recent()
        if (changes.length > 0) connection.tell({ kind: 'changed', changes })
      }
    }

    function resume(memberId: string) {
      // Nothing that was rendered for somebody else is shown.
      if (memberId !== me.member.id) return window.location.reload()
      signedOut.isMended()
      setDismissed(0)
      refresh.everything()
    }

    return () => {
      connection.close()
      refresh.stop()
    }
  }, [client, trpc, me.member.id])

  if (said <= dismissed) return null
  return (
    <SignInDialog
      me={me}
      onClose={() => setDismissed(said)}
      onSignedIn={(memberId) => live.current?.tell({ kind: 'resumed', memberId })}
    />
  )
}
