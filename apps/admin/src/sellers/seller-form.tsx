'use client'
import { CreateSeller } from '@mainstay/domain/seller/seller'
import { useRouter } from 'next/navigation'
import { useOpening } from '@/console/action.tsx'
import { FormDialog } from '@/console/form.tsx'
import { sellers } from '@/nouns/seller.ts'
import { useTRPC } from '@/trpc/client.tsx'

/** Puts a seller forward as a draft, which then has its page. */
export function usePutForward() {
  const router = useRouter()
  const trpc = useTRPC()
  return useOpening({
    permission: 'seller.create',
    label: 'Put a seller forward…',
    keys: 'n',
    look: { variant: 'primary', icon: 'plus' },
    refusal: undefined,
    opens: (close) => (
      <FormDialog
        title="Put a seller forward"
        description="It is a draft until somebody hands it in. Nothing is on sale before somebody else takes the seller on."
        procedure={(once) => trpc.seller.create.mutationOptions(once)}
        schema={CreateSeller}
        fields={[
          { name: 'name', label: 'Name', hint: 'As the seller trades.' },
          { name: 'email', label: 'E-mail', hint: 'Where questions about the application go.' },
          { name: 'country', label: 'Country', hint: 'Two letters, such as DE.' },
          { name: 'registrationNumber', label: 'Number in the trade register' },
        ]}
        confirm="Put forward"
        done={(seller) => `${seller.name} is a draft.`}
        after={(seller) => router.push(sellers.href(seller.id))}
        onClose={close}
      />
    ),
  })
}
