'use client'
import { sum } from '@mainstay/domain/money/money'
import { type PurchaseSummary, purchaseList } from '@mainstay/domain/purchase/purchase'
import { ListPage } from '@/console/list-page.tsx'
import { MoneyText } from '@/console/money-text.tsx'
import { useMe } from '@/console/session.tsx'
import { useListing } from '@/console/use-listing.ts'
import { orders } from '@/nouns/order.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { counted } from '@/ui/count.ts'
import { orderColumns } from './order-columns.tsx'

export function OrderList() {
  const { tenant } = useMe()
  const { page, rows } = useListing(purchaseList, orders, useTRPC().purchase)
  const currency = currencyOf(rows, tenant.currency)
  return (
    <ListPage
      {...page}
      noun="order"
      words={{ payment: orders.payment, fulfilment: orders.fulfilment }}
      searched={orders.searched}
      nameOf={(key, id) => nameOf(key, id, rows)}
      csv="purchases"
      table={{
        columns: orderColumns(currency),
        rowName: (row) => row.number,
        rowHref: (row) => orders.href(row.number),
        footer: (shownRows, width) => <PageSum rows={shownRows} currency={currency} width={width} />,
      }}
    />
  )
}

function nameOf(key: string, id: string, rows: readonly PurchaseSummary[]): string | undefined {
  if (key === 'seller') return rows.flatMap((row) => row.sellers).find((seller) => seller.id === id)?.name
  if (key === 'buyer') return rows.find((row) => row.buyer.id === id)?.buyer.name
  return undefined
}

/** The currency of the column, or undefined when amounts of several cannot be added up. */
function currencyOf(rows: readonly PurchaseSummary[], usual: string): string | undefined {
  const [first = usual, ...others] = new Set(rows.map((row) => row.total.currency))
  return others.length === 0 ? first : undefined
}

type SumInput = { rows: readonly PurchaseSummary[]; currency: string | undefined; width: number }

function PageSum({ rows, currency, width }: SumInput) {
  if (currency === undefined) return null
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: the table writes its roles out
    <tr role="row">
      <th role="rowheader" scope="row" colSpan={width - 1} className="font-normal! text-text-3">
        {counted(rows.length, 'order')} on this page
      </th>
      <td role="cell" className="number">
        <MoneyText
          bare
          money={sum(
            rows.map((row) => row.total),
            currency,
          )}
        />
      </td>
    </tr>
    // biome-ignore-end lint/a11y/noRedundantRoles: the table writes its roles out
  )
}
