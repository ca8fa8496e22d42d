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
      cause: { code: 'payment.unknown', detail: 'stripe capture: no answer in time' },
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
      cause: { code: 'refund.requested', by: 'Lena Brandt', order: 'NW-7KQ2M8XA-A' },
      atStake,
      dueAt: new Date(Date.now() + dueInMinutes * 60_000),
    }),
  )
}
