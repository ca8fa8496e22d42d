import { money } from '@mainstay/domain/money/money'
import type { Refund } from '@mainstay/domain/refund/refund'
import { lineColumn, moneyColumn } from '@/console/column.tsx'
import { DetailTable } from '@/console/detail-table.tsx'
import { Section } from '@/ui/section.tsx'
import { None } from '@/ui/table.tsx'

/** The lines that were asked for, and what was said about them since. */
export function RefundFacts({ refund }: { refund: Refund }) {
  const { currency } = refund.amount
  const returns = refund.commissionPolicy === 'return'
  return (
    <Section flush title="Lines" aside={returns ? 'Commission goes back with them' : 'Commission stays'}>
      <DetailTable<Refund['lines'][number]>
        label="Lines of the refund"
        caption={`Lines of the refund, ${currency}`}
        rows={refund.lines}
        rowId={(line) => line.orderLineId}
        columns={[
          lineColumn(),
          { id: 'pieces', name: 'Pieces', kind: 'number', cell: (line) => line.quantity ?? <None /> },
          moneyColumn({ id: 'amount', name: 'Amount', currency, of: (line) => money(line.amount, currency) }),
        ]}
      />
      {refund.decidedBy !== null && refund.decisionNote && (
        <p className="px-(--gutter) py-4 text-text-2">
          {refund.decidedBy.name} noted: <span className="wrap-anywhere text-text">{refund.decisionNote}</span>
        </p>
      )}
    </Section>
  )
}
