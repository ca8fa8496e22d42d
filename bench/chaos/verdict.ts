import type { ProviderLine, PurchaseRow } from './books.ts'

/** What is wrong with one purchase, in words; `imbalance` in minor units between our clearing and the provider's books. */
export type Verdict = { lost: string[]; duplicated: string[]; imbalance: number }

const ends = ['paid', 'failed', 'partially_refunded', 'refunded']

/** Compares what we say of a purchase with what the provider and the mailbox say, once all its runs have ended. */
export function verdictOn(row: PurchaseRow, provider: ProviderLine | undefined, mails: number): Verdict {
  const isPaid = row.paymentStatus !== 'failed' && ends.includes(row.paymentStatus)
  const { captures = 0, captured = 0, fees = 0, refunds = 0, refunded = 0, authorizations = 0 } = provider ?? {}
  const wanted = isPaid ? 1 : 0

  const lost = [
    !ends.includes(row.paymentStatus) && `it is ${row.paymentStatus}`,
    ...row.runs.filter((run) => !run.endsWith(' completed')),
    captures > 0 && !isPaid && 'charged and not paid',
    isPaid && captured !== row.total && `charged ${captured} of ${row.total}`,
    row.captures < wanted && 'no capture',
    row.captureEntries < wanted * row.orders && 'a capture is not booked',
    row.feeEntries < wanted && 'no fee is booked',
    row.allocated < wanted * row.pieces && 'pieces are not allocated',
    row.held > 0 && 'pieces are still held',
    mails < wanted + row.refundsSent && 'the buyer was not told',
    row.refundsSent < row.refundsWanted && 'a refund was not sent',
    refunds < row.refundsSent && 'a refund is not at the provider',
  ]
  const duplicated = [
    authorizations > 1 && `${authorizations} authorizations`,
    captures > 1 && `${captures} charges`,
    row.captures > 1 && `${row.captures} captures`,
    row.captureEntries > wanted * row.orders && `${row.captureEntries} captures booked`,
    row.feeEntries > wanted && `${row.feeEntries} fees booked`,
    row.allocated > wanted * row.pieces && 'too many pieces allocated',
    row.refundsWanted > 1 && `${row.refundsWanted} refunds approved`,
    refunds > row.refundsWanted && `${refunds} refunds sent`,
    mails > wanted + row.refundsSent && `${mails} mails`,
  ]
  const isSaid = (words: string | false) => words !== false
  return {
    lost: lost.filter(isSaid),
    duplicated: duplicated.filter(isSaid),
    imbalance: Math.abs(row.clearing - (captured - refunded - fees)),
  }
}
