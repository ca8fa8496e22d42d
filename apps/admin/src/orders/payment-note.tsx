import type { Purchase } from '@mainstay/domain/purchase'
import { Note } from '@/ui/note.tsx'
import { Time } from '@/ui/now.tsx'

/** Said above everything else: nobody knows about the money, or there is none. */
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
      </Note>
    )
  }
  if (payment.status !== 'failed') return null
  return (
    <Note shape="failed" title="The payment failed; the order is cancelled." className="mx-(--gutter) mb-4">
      {payment.declineCode === null
        ? 'No money came.'
        : `The bank declined it: ${payment.declineCode.replaceAll('_', ' ')}.`}{' '}
      The goods are free to be sold again.
    </Note>
  )
}
