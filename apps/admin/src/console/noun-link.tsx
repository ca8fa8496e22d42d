'use client'
import type { Permission } from '@mainstay/domain/access/permission'
import type { ReactNode } from 'react'
import { Link } from '@/ui/link.tsx'
import { useMe } from './session.tsx'

export type Noun = { place: { permission: Permission }; href: (id: string) => string }

/** The way to a thing for whoever may open it; what it is called for everybody else. */
export function NounLink({ noun, id, words }: { noun: Noun; id: string; words: ReactNode }) {
  const { permissions } = useMe()
  if (!permissions.includes(noun.place.permission)) return words
  return (
    <Link className="link" href={noun.href(id)} prefetch={false}>
      {words}
    </Link>
  )
}
