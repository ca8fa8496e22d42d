import { v7 } from 'uuid'
import type { Tx } from '../postgres/client.ts'

export type Product = { id: string; title: string; externalId: string | null }

/** A product is what several sellers offer; it changes nothing for anybody, so nothing is announced. */
export async function insertProduct(
  tx: Tx,
  product: { id?: string; title: string; externalId?: string },
): Promise<Product> {
  const inserted = { id: product.id ?? v7(), title: product.title, externalId: product.externalId ?? null }
  await tx
    .insertInto('product')
    .values({ tenant_id: tx.tenantId, id: inserted.id, title: inserted.title, external_id: inserted.externalId })
    .execute()
  return inserted
}
