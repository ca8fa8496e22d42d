import {
  type ImportedLine,
  type ImportedOrder,
  type ImportedPurchase,
  importedUnknown,
} from '@mainstay/domain/import-run/purchase'
import type { Currency } from '@mainstay/domain/money/currency'
import { holdDays } from '@mainstay/domain/order/fulfilment'
import { type SalesMode, taxCollectorOf } from '@mainstay/domain/pricing/price'
import { purchaseWords } from '@mainstay/domain/search/purchase'
import { v7 } from 'uuid'
import { frozenColumns } from '../order/line.ts'
import { insertOrders } from '../order/order.ts'
import type { Tx } from '../postgres/client.ts'
import { rowsInto } from '../postgres/insert-rows.ts'
import type { Buyer } from '../purchase/buyer.ts'
import { wordsColumn } from '../purchase/word.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { productTitle } from './parties.ts'

/** The file says nothing of where goods went; ZZ is the code for a country nobody knows. */
export const unknownAddress = { street: 'unknown', postalCode: 'unknown', city: 'unknown', region: '', country: 'ZZ' }

export type PurchaseToImport = ImportedPurchase & { id: string; number: string; sellerIds: readonly string[] }
export type OrderToImport = ImportedOrder & {
  id: string
  number: string
  position: number
  purchase: { id: string; externalId: string }
  ourSellerId: string
}

export function insertImportedPurchases(
  tx: Tx,
  purchases: readonly PurchaseToImport[],
  of: { run: { id: string; currency: Currency }; buyer: Buyer; placedBy: string; placedAtProxy: string },
): Promise<void> {
  return insertPurchases(
    tx,
    purchases.map((purchase) => ({
      id: purchase.id,
      number: purchase.number,
      buyer_id: of.buyer.id,
      buyer_name: of.buyer.name,
      buyer_email: of.buyer.email,
      buyer_external_id: of.buyer.externalId,
      source: 'import',
      external_id: purchase.externalId,
      import_run_id: of.run.id,
      currency: of.run.currency,
      item_amount: purchase.items,
      shipping_amount: purchase.freight,
      total_amount: purchase.items + purchase.freight,
      order_count: purchase.orders.length,
      line_count: purchase.lineCount,
      payment_status: 'paid',
      fulfilment_status: 'accepted',
      return_status: 'none',
      ship_to_name: of.buyer.name,
      ship_to_street: unknownAddress.street,
      ship_to_postal_code: unknownAddress.postalCode,
      ship_to_city: unknownAddress.city,
      ship_to_country: unknownAddress.country,
      placed_by: of.placedBy,
      placed_at: purchase.placedAt,
      placed_at_proxy: of.placedAtProxy,
      words: wordsColumn(purchaseWords({ ...purchase, buyer: of.buyer })),
    })),
  )
}

export function insertImportedOrders(
  tx: Tx,
  orders: readonly OrderToImport[],
  { tenant, currency }: { tenant: Pick<Tenant, 'salesMode' | 'taxInclusive'>; currency: Currency },
): Promise<void> {
  return insertOrders(
    tx,
    orders.map((order) => ({
      id: order.id,
      purchase_id: order.purchase.id,
      seller_id: order.ourSellerId,
      number: order.number,
      position: order.position,
      status: 'accepted',
      payment_status: 'paid',
      return_status: 'none',
      currency,
      sales_mode: tenant.salesMode,
      tax_inclusive: tenant.taxInclusive,
      item_amount: order.items,
      shipping_amount: order.freight,
      payable_amount: order.items + order.freight,
      captured_amount: order.items + order.freight,
      seller_net_amount: order.items + order.freight,
      commission_amount: 0,
      hold_days: holdDays,
      placed_at: order.placedAt,
      // When to ship is not known, and what is history is never late.
      ship_by: null,
    })),
  )
}

export type LineToImport = ImportedLine & { orderId: string; position: number }

export function insertImportedLines(
  tx: Tx,
  lines: readonly LineToImport[],
  { productIds, salesMode }: { productIds: ReadonlyMap<string, string>; salesMode: SalesMode },
): Promise<void> {
  return insertLines(
    tx,
    lines.map(({ orderId, position, kind, itemId, productId, amount }) => ({
      id: v7(),
      order_id: orderId,
      position,
      kind,
      product_id: productIds.get(productId) ?? null,
      external_id: itemId,
      sku: productId,
      title: productTitle(productId),
      quantity: 1,
      unit_price: amount,
      list: amount,
      discount_seller: 0,
      discount_operator: 0,
      tax_rate_ppm: 0,
      tax_category: 'unknown',
      tax_jurisdiction: 'unknown',
      tax_collector: taxCollectorOf(salesMode),
      tax_base: amount,
      tax: 0,
      tax_reason: importedUnknown,
      payable: amount,
      funding: 0,
      seller_gross: amount,
      commission_rate_ppm: 0,
      commission_base: amount,
      commission: 0,
      commission_reason: importedUnknown,
      commission_tax: 0,
      supply_tax: 0,
      tax_operator: 0,
      operator_income: 0,
      seller_net: amount,
      captured: amount,
    })),
  )
}

const insertPurchases = rowsInto('purchase', {
  id: 'uuid',
  number: 'text',
  buyer_id: 'uuid',
  buyer_name: 'text',
  buyer_email: 'text',
  buyer_external_id: 'text',
  source: 'text',
  external_id: 'text',
  import_run_id: 'uuid',
  currency: 'text',
  item_amount: 'bigint',
  shipping_amount: 'bigint',
  total_amount: 'bigint',
  order_count: 'int',
  line_count: 'int',
  payment_status: 'text',
  fulfilment_status: 'text',
  return_status: 'text',
  ship_to_name: 'text',
  ship_to_street: 'text',
  ship_to_postal_code: 'text',
  ship_to_city: 'text',
  ship_to_country: 'text',
  placed_by: 'text',
  placed_at: 'timestamptz',
  placed_at_proxy: 'text',
  words: 'text',
})

const insertLines = rowsInto('order_line', {
  ...frozenColumns,
  external_id: 'text',
  tax_reason: 'text',
  commission_reason: 'text',
  captured: 'bigint',
})
