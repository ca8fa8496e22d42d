import { money } from '@mainstay/domain/money/money'
import type { Refund } from '@mainstay/domain/refund/refund'
import { MoneyText } from '@/console/money-text.tsx'
import { Section } from '@/ui/section.tsx'
import { None, NumberCell, SubLine, Table, TableRegion } from '@/ui/table.tsx'

/** The lines that were asked for, and what was said about them since. */
export function RefundFacts({ refund }: { refund: Refund }) {
  const { currency } = refund.amount
  return (
    <Section
      flush
      title="Lines"
      aside={refund.commissionPolicy === 'return' ? 'Commission goes back with them' : 'Commission stays'}
    >
      <TableRegion label="Lines of the refund">
        <Table caption={`Lines of the refund, ${currency}`} still>
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col" className="number">
                Pieces
              </th>
              <th scope="col" className="number">
                Amount
              </th>
            </tr>
          </thead>
          <tbody>
            {refund.lines.map((line) => (
              <tr key={line.orderLineId}>
                <th scope="row" className="py-1.5! whitespace-normal!">
                  <span className="wrap-anywhere">{line.title}</span>
                  <SubLine className="code">{line.sku}</SubLine>
                </th>
                <NumberCell>{line.quantity ?? <None />}</NumberCell>
                <NumberCell>
                  <MoneyText bare money={money(line.amount, currency)} />
                </NumberCell>
              </tr>
            ))}
          </tbody>
        </Table>
      </TableRegion>
      {refund.decidedBy !== null && refund.decisionNote && (
        <p className="px-(--gutter) py-4 text-text-2">
          {refund.decidedBy.name} noted: <span className="wrap-anywhere text-text">{refund.decisionNote}</span>
        </p>
      )}
    </Section>
  )
}
