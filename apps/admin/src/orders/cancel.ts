'use client'
import type { Decision } from '@mainstay/domain/command/decision'
import { refuse } from '@mainstay/domain/command/decision'
import { CancelPurchase, type CancelPurchaseRefusal, cancelPurchase } from '@mainstay/domain/purchase/cancel'
import type { Purchase } from '@mainstay/domain/purchase/purchase'
import { useAction } from '@/console/action.tsx'
import { refusedBy } from '@/console/refusal-words.ts'
import { useTRPC } from '@/trpc/client.tsx'

/** Ends an order that is not paid; its goods are free and its buyer is told. */
export function useCancel(purchase: Purchase) {
  return useAction({
    procedure: useTRPC().purchase.cancel.mutationOptions(),
    label: 'Cancel order…',
    keys: 'x',
    refusal: refusedBy(decision(purchase)),
    asks: {
      title: `Cancel ${purchase.number}`,
      description:
        'The buyer is told and pays nothing; an authorization that stands is given back, and the goods can be sold again.',
      schema: CancelPurchase,
      given: { purchaseId: purchase.id },
      fields: [{ name: 'reason', label: 'Why' }],
      confirm: 'Cancel the order',
      danger: true,
    },
    done: ({ status }) =>
      status === 'canceled'
        ? `${purchase.number} is canceled.`
        : `${purchase.number} is being canceled: the provider is asked first.`,
  })
}

function decision({ payment }: Purchase): Decision<unknown, CancelPurchaseRefusal> {
  // What was imported came paid.
  return payment === null ? refuse({ code: 'purchase.already_paid' }) : cancelPurchase(payment, payment.isWorkedOn)
}
