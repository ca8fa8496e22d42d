import type { ImportFigures } from '@mainstay/domain/import-run/import-run'
import type { ImportedPurchase } from '@mainstay/domain/import-run/purchase'

/** Adds up what a file holds. */
export function startFigures() {
  const sellers = new Set<string>()
  const products = new Set<string>()
  const sums = { purchases: 0, splitPurchases: 0, orders: 0, items: 0, freight: 0 }

  return {
    add(purchase: ImportedPurchase): void {
      sums.purchases += 1
      sums.splitPurchases += purchase.orders.length > 1 ? 1 : 0
      sums.orders += purchase.orders.length
      sums.items += purchase.items
      sums.freight += purchase.freight
      for (const order of purchase.orders) {
        sellers.add(order.sellerId)
        for (const line of order.lines) products.add(line.productId)
      }
    },
    result: (): ImportFigures => ({ ...sums, sellers: sellers.size, products: products.size }),
  }
}
