'use client'
import type { Me } from '@mainstay/domain/access/session'
import { claimWorkItem, resolveWorkItem } from '@mainstay/domain/work-item/decide'
import type { WorkItem } from '@mainstay/domain/work-item/work-item'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { failureWords } from '@/console/failure-words.ts'
import { missingPermission, refusedBy } from '@/console/refusal-words.ts'
import { useTRPC } from '@/trpc/client.tsx'
import type { Refusal } from '@/ui/tooltip.tsx'

/** Takes an item. The queue and its counts are read again whatever the answer is. */
export function useClaim() {
  const trpc = useTRPC()
  const queries = useQueryClient()
  return useMutation(
    trpc.workItem.claim.mutationOptions({
      onSuccess: (item) => toast(`${item.subject.label} is yours.`),
      onError: (error) => {
        const { fact, wayOut } = failureWords(error)
        toast(fact, { description: wayOut })
      },
      onSettled: () => queries.invalidateQueries(trpc.workItem.pathFilter()),
    }),
  )
}

/** Why this person cannot take the item, in the words of the rule; undefined when they can. */
export function claimRefusal(item: WorkItem, me: Me): Refusal | undefined {
  if (!me.permissions.includes('workItem.claim')) return missingPermission('workItem.claim')
  return refusedBy(claimWorkItem(item, me.member))
}

export function resolveRefusal(item: WorkItem, me: Me): Refusal | undefined {
  if (!me.permissions.includes('workItem.resolve')) return missingPermission('workItem.resolve')
  return refusedBy(resolveWorkItem(item, { resolution: '', resolvedBy: me.member, resolvedAt: item.createdAt }))
}
