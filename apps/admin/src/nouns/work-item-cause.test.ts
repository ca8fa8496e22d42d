import type { WorkItemCause } from '@mainstay/domain/work-item/cause'
import type { WorkItemResolution } from '@mainstay/domain/work-item/resolution'
import type { WorkItem } from '@mainstay/domain/work-item/work-item'
import { expect, test } from 'vitest'
import { heldItem } from '../../test/held-item.ts'
import { causeWords, resolutionWords } from './work-item-cause.ts'

const item: WorkItem = {
  ...heldItem,
  subject: { ...heldItem.subject, type: 'refund', label: 'RF-B86B' },
  atStake: { amount: 4800, currency: 'EUR' },
}
const words = (cause: WorkItemCause) => causeWords({ ...item, cause })

test('a cause is told with the amount of its item', () => {
  expect(words({ code: 'refund.requested', by: 'Lena Brandt', order: 'NW-7KQ2M8XA-A' })).toEqual({
    says: 'Lena Brandt asks for 48.00 EUR of NW-7KQ2M8XA-A back',
    next: 'Release the refund or turn it down',
  })
})

test.each<[WorkItemCause, string]>([
  [
    { code: 'refund.unknown', detail: 'stripe refund: no answer in time' },
    'Nobody knows yet whether the buyer got 48.00 EUR: the payment provider did not answer in time.',
  ],
  [
    { code: 'workflow.stopped', step: 'capture', detail: 'stripe capture: Invalid API Key provided' },
    'Capture: the payment provider does not accept our credentials.',
  ],
  [{ code: 'refund.failed', detail: 'declined' }, '48.00 EUR was not sent: the buyer’s bank declined it.'],
  [{ code: 'workflow.undone', step: 'capture', detail: 'sold out' }, 'Undone, because: capture: sold out'],
  [{ code: 'workflow.stopped', step: null, detail: null }, 'It gave no reason'],
  [
    { code: 'dispute.opened', provider: 'Stripe', detail: 'fraudulent' },
    'The buyer’s bank takes 48.00 EUR back: they did not make this purchase',
  ],
])('what a vendor said is put in ours, and kept for engineers: %o', (cause, says) => {
  expect(words(cause).says).toBe(says)
  if ('detail' in cause && cause.code !== 'dispute.opened') expect(words(cause).raw).toBe(cause.detail)
})

test('an item from before there were codes says what was written', () => {
  expect(words({ code: 'legacy', text: 'It stopped', nextAction: 'Retry it' })).toMatchObject({
    says: 'It stopped',
    next: 'Retry it',
  })
})

test.each<[WorkItemResolution | null, string | undefined]>([
  [null, undefined],
  [{ code: 'refund.approved' }, 'Maria Lindholm released it'],
  [{ code: 'refund.sent_again', attempt: 2 }, 'It is sent again, as attempt 2'],
  [{ code: 'note', text: 'talked to the buyer' }, 'talked to the buyer'],
])('how it ended names who ended it: %o', (resolution, said) => {
  const resolvedBy = { id: null, name: 'Maria Lindholm' }
  expect(
    resolutionWords({ ...item, cause: { code: 'workflow.no_worker', version: 'x' }, resolution, resolvedBy }),
  ).toBe(said)
})
