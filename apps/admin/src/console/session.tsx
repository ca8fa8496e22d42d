'use client'
import type { Me } from '@mainstay/domain/access/session'
import { createContext, type ReactNode, useContext } from 'react'

const Context = createContext<Me | undefined>(undefined)

export function SessionProvider({ me, children }: { me: Me; children: ReactNode }) {
  return <Context value={me}>{children}</Context>
}

/** Who is signed in, where, and what they may do. */
export function useMe(): Me {
  const me = useContext(Context)
  if (me === undefined) throw new Error('useMe outside SessionProvider')
  return me
}
