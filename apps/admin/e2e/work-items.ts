import { inTenant } from '@mainstay/db/postgres/client'
import { writer } from '@mainstay/db/test/writer'
import { openWorkItem } from '@mainstay/db/work-item/work-item'
import { v7 } from 'uuid'
import type { Stack } from './stack.ts'

const atStake = { amount: 461_277, currency: 'EUR' }

/** Something nobody can know yet, about this purchase; due in so many minutes. */
export function unknownPayment(stack: Stack, label: string, dueInMinutes: number): Promise<void> {
  return inTenant(stack.database.rw, writer(stack.tenantId), (tx) =>
    openWorkItem(tx, {
      kind: 'payment_unknown',
      subject: { type: 'payment', id: v7(), label },
      cause: 'The provider did not answer; nobody knows yet whether the buyer was charged',
      nextAction: 'Look the payment up at the provider',
      atStake,
      dueAt: new Date(Date.now() + dueInMinutes * 60_000),
    }),
  )
}

/** Something only a decision ends. */
export function waitingRefund(stack: Stack, label: string, dueInMinutes: number): Promise<void> {
  return inTenant(stack.database.rw, writer(stack.tenantId), (tx) =>
    openWorkItem(tx, {
      kind: 'refund_waiting',
      subject: { type: 'refund', id: v7(), label },
      cause: 'Lena Brandt asks for 48.00 EUR back',
      nextAction: 'Release the refund or turn it down',
      atStake,
      dueAt: new Date(Date.now() + dueInMinutes * 60_000),
    }),
  )
}
