import { formatMoney } from '@mainstay/domain/money/format'
import type { RefundImpact } from '@mainstay/domain/refund/refund'
import { BeforeAfter } from '@/console/before-after.tsx'
import { refunds } from '@/nouns/refund.ts'
import { Note } from '@/ui/note.tsx'

/** Now, change and after for every party, and what the seller will owe. */
export function Impact({ impact, caption, buyerName }: { impact: RefundImpact; caption: string; buyerName?: string }) {
  return (
    <>
      <BeforeAfter
        caption={caption}
        currency={impact.currency}
        rows={impact.rows.map((row) => ({
          id: row.party,
          who: refunds.parties[row.party].who,
          note: row.party === 'buyer' && buyerName !== undefined ? buyerName : refunds.impactNote(impact, row),
          now: row.now,
          change: row.change,
          after: row.after,
        }))}
      />
      {impact.sellerWillOwe !== null && (
        <Note
          shape="attention"
          title={`The seller will owe ${formatMoney(impact.sellerWillOwe)}.`}
          className="mx-(--gutter) mb-4"
        >
          More is taken back than the marketplace still holds for them; it is kept from their next earnings.
        </Note>
      )}
    </>
  )
}
