import type { Purchase } from '@mainstay/domain/purchase/purchase'
import { wordsFor } from '@/nouns/noun.ts'
import { Note } from '@/ui/note.tsx'
import { Time } from '@/ui/now.tsx'

/** Said above everything else: nobody knows about the money, there is none, or it is still to come. */
export function PaymentNote({ purchase: { payment } }: { purchase: Purchase }) {
  if (payment === null) return null
  if (payment.status === 'unknown') {
    return (
      <Note shape="unknown" title="Nobody knows what became of the payment." className="mx-(--gutter) mb-4">
        {payment.unknownSince !== null && (
          <>
            The provider has not answered since <Time at={payment.unknownSince} />.{' '}
          </>
        )}
        It is asked again, and never charged a second time.
        {payment.cancelRequested && ' Whatever is found is given back: the order is being canceled.'}
        {!payment.cancelRequested && payment.payBy !== null && payment.capturePending === 0 && (
          <>
            {' '}
            The order lapses <Time at={payment.payBy} /> unless it is paid by then.
          </>
        )}
      </Note>
    )
  }
  if (payment.status === 'failed') {
    return (
      <Note shape="failed" title="The payment failed; the order is canceled." className="mx-(--gutter) mb-4">
        {payment.declineCode === null ? 'No money came.' : `It was declined: ${declineWords(payment.declineCode)}.`} The
        goods are free to be sold again.
      </Note>
    )
  }
  if (payment.status === 'voided' || payment.status === 'expired') {
    return (
      <Note shape="stopped" title="The order was canceled before it was paid." className="mx-(--gutter) mb-4">
        The buyer was not charged, and the goods are free to be sold again.
      </Note>
    )
  }
  if (payment.cancelRequested) {
    return (
      <Note shape="inProgress" title="The order is being canceled." className="mx-(--gutter) mb-4">
        {payment.isWorkedOn
          ? 'The provider is asked what there is to give back.'
          : 'The run that cancels it is held for a person. Once what stopped it is mended, retry it, or cancel again.'}
      </Note>
    )
  }
  if (payment.payBy === null || payment.captured > 0 || payment.amount === 0) return null
  return (
    <Note shape="inProgress" title="The order is not paid yet." className="mx-(--gutter) mb-4">
      {payment.status === 'capturing' ? (
        'The provider was asked to take the money, and has not answered yet.'
      ) : (
        <>
          It lapses by itself <Time at={payment.payBy} />; its goods are then free to be sold again.
        </>
      )}
    </Note>
  )
}

const wordsOfCode: Record<string, string> = {
  resource_missing: 'the provider does not know the payment method',
  payment_method_used_up: 'the payment method was used up',
  amount_too_small: 'the amount is under the least the provider takes',
  amount_too_large: 'the amount is over the most the provider takes',
  amount_not_countable: 'the provider cannot count that amount',
  never_arrived: 'the provider has no such payment in its books',
}

function declineWords(code: string): string {
  return wordsFor(wordsOfCode, code) ?? code.replaceAll('_', ' ')
}
