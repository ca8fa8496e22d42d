'use client'
import { CreateSeller } from '@mainstay/domain/seller/seller'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useAction } from '@/console/action.tsx'
import { sellers } from '@/nouns/seller.ts'
import { onceWith, useTRPC } from '@/trpc/client.tsx'

/** Puts a seller forward as a draft, which then has its page. Sent under one key, however often it is pressed. */
export function usePutForward() {
  const router = useRouter()
  const [key, setKey] = useState(() => crypto.randomUUID())
  return useAction({
    procedure: useTRPC().seller.create.mutationOptions(onceWith(key)),
    label: 'Put a seller forward…',
    keys: 'n',
    look: { variant: 'primary', icon: 'plus' },
    refusal: undefined,
    asks: {
      title: 'Put a seller forward',
      description:
        'It is a draft until somebody hands it in. Nothing is on sale before somebody else takes the seller on.',
      schema: CreateSeller,
      fields: [
        { name: 'name', label: 'Name', hint: 'As the seller trades.', line: true },
        { name: 'email', label: 'E-mail', hint: 'Where questions about the application go.', line: true },
        { name: 'country', label: 'Country', hint: 'Two letters, such as DE.', line: true },
        { name: 'registrationNumber', label: 'Number in the trade register', line: true },
      ],
      confirm: 'Put forward',
    },
    done: (seller) => `${seller.name} is a draft.`,
    after: (seller) => {
      setKey(crypto.randomUUID())
      router.push(sellers.href(seller.id))
    },
  })
}
