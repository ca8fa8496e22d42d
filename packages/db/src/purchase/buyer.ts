import type { Address } from '@mainstay/domain/address/address'
import { v7 } from 'uuid'
import { insertOrgUnit } from '../access/org-unit.ts'
import { takeTurns } from '../postgres/advisory-lock.ts'
import type { Tx } from '../postgres/client.ts'
import { found } from '../postgres/not-found.ts'
import { statement } from '../postgres/statement.ts'

/** The buyer as one purchase knows them: what the shop said with it. */
export type Buyer = { id: string; externalId: string; name: string; email: string }
type BuyerToSave = { externalId: string; name: string; email: string; address: Address }

/**
 * The buyer the shop knows by that id, as the shop describes them now. One seen for the first time gets an org unit of
 * its own under the operator.
 */
export async function saveBuyer(tx: Tx, buyer: BuyerToSave): Promise<Buyer> {
  const known = await updateBuyer(tx, buyer)
  if (known !== undefined) return known

  // Two first purchases of one buyer would both make an org unit: the second waits and finds the first one's buyer.
  await takeTurns(tx, `buyer ${tx.tenantId} ${buyer.externalId}`)
  return (await updateBuyer(tx, buyer)) ?? (await insertBuyer(tx, buyer))
}

async function updateBuyer(tx: Tx, { externalId, name, email, address }: BuyerToSave): Promise<Buyer | undefined> {
  const [row] = await updateIfMoved(tx, [
    tx.tenantId,
    externalId,
    name,
    email,
    address.street,
    address.postalCode,
    address.city,
    address.region,
    address.country,
  ])
  return row && { id: row.id, externalId, name, email }
}

// A buyer who moved is updated; one who did not is only read.
const updateIfMoved = statement(
  { id: 'uuid' },
  `with known as (
    select buyer.id from buyer where buyer.tenant_id = $1 and buyer.external_id = $2
  ), moved as (
    update buyer
    set name = $3, email = $4, street = $5, postal_code = $6, city = $7, region = $8, country = $9,
      version = buyer.version + 1, updated_at = now()
    where buyer.tenant_id = $1 and buyer.external_id = $2
      and (buyer.name, buyer.email, buyer.street, buyer.postal_code, buyer.city, buyer.region, buyer.country)
        is distinct from ($3::text, $4::text, $5::text, $6::text, $7::text, $8::text, $9::bpchar)
    returning buyer.id
  )
  select known.id from known`,
)

async function insertBuyer(tx: Tx, { externalId, name, email, address }: BuyerToSave): Promise<Buyer> {
  const operator = await tx
    .selectFrom('org_unit')
    .select(['id', 'path'])
    .where('tenant_id', '=', tx.tenantId)
    .where('parent_id', 'is', null)
    .executeTakeFirst()
  const orgUnit = await insertOrgUnit(tx, { kind: 'buyer', name, parent: found('operator', operator) })
  const id = v7()
  await tx
    .insertInto('buyer')
    .values({
      tenant_id: tx.tenantId,
      id,
      org_unit_id: orgUnit.id,
      external_id: externalId,
      name,
      email,
      street: address.street,
      postal_code: address.postalCode,
      city: address.city,
      region: address.region,
      country: address.country,
    })
    .execute()
  return { id, externalId, name, email }
}
