import { sortOf } from '@mainstay/domain/list/list'
import { purchaseList } from '@mainstay/domain/purchase/purchase'
import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import { isAmongSellers, isOfSellers } from '../list/of-sellers.ts'
import type { ListSource, Sight } from '../list/source.ts'
import type { ReadTx } from '../postgres/client.ts'
import type { DB } from '../postgres/schema.generated.ts'
import { isOfSuch, type Such, weighBuyer, weighParts } from './by-total.ts'
import { hasPart, type ListedPart, listedParts, partsTogether } from './parts.ts'

/** Under which name the input has what `weigh` found. */
const such = '$such'
type Input = Readonly<Record<string, unknown>>
type Asked = { input: Input; sight: Sight }

/** How a list that is led by parts differs from the whole one. */
type Led = Partial<Pick<ListSource<never, never>, 'keys' | 'id' | 'sorts' | 'filters' | 'views'>>

/**
 * Purchases as their parts have them. What somebody of some sellers sees, and what is listed because of a part, is in an
 * index of orders in the order of the list: to walk all purchases for it reads thousands of rows. A part is placed when its
 * purchase is, and a seller has one part of it.
 */
export function ledByPart<Row extends { id: string }, Item>(
  whole: ListSource<Row, Item>,
  asked: Asked,
): ListSource<Row, Item> | undefined {
  const led = ledFor(asked)
  if (led === undefined) return undefined
  return {
    ...whole,
    ...led,
    sorts: { ...whole.sorts, ...led.sorts },
    filters: { ...whole.filters, ...led.filters },
    views: { ...whole.views, ...led.views },
  }
}

function ledFor(asked: Asked): Led | undefined {
  const { sellerIds } = asked.sight
  if (sellerIds === undefined) return ledForAll(asked)
  return sellerIds.length === 1 ? ledForOne(asked) : ledForSome(asked)
}

/** For whoever sees all: by what is asked of a part, where it is one thing. */
function ledForAll({ input, sight }: Asked): Led | undefined {
  const asked = partAsked({ input, sight })
  const isSoonerFound = isAsked(input, foundSooner)
  // A status is in the indexes of either order, with what it is sorted by.
  const keys = isSoonerFound || isAsked(input, ofAmounts) ? {} : { keys: purchasesOf }
  if (asked === undefined) {
    if (isByStatus(input)) return keys
    return isOfBuyerByTotal(input) ? ledByBuyer(input, sight) : undefined
  }
  const { listed, isSo } = asked
  const known = (where: () => RawBuilder<boolean>): Led =>
    listed ? { views: { [String(input['view'])]: where } } : { filters: { seller: { where } } }
  if (!isByTime(input))
    return { ...known(() => isOfSuch(sight, isSo('part'), (input[such] ?? 'some') as Such)), ...keys }
  if (isSoonerFound) return undefined
  const led = known(() => (listed ? isFirstPart(isSo, sight) : isSo('lead')))
  const asksMore = isByStatus(input) || isAsked(input, ofAmounts)
  return {
    ...inOrder,
    ...led,
    filters: { ...inOrder.filters, ...led.filters },
    keys: (tx) => withPurchase(tx, partsOf(tx), asksMore),
  }
}

/** What is asked of a part by whoever sees all, where it is one thing. */
function partAsked({
  input,
  sight,
}: Asked): { listed: boolean; isSo: (part: string) => RawBuilder<boolean> } | undefined {
  if (sight.sellerIds !== undefined) return undefined
  const listed = listedOf(input['view'])
  const { sellerId } = input
  const isOfSeller = typeof sellerId === 'string' && sellerId !== ''
  if (isOfSeller === (listed !== undefined)) return undefined
  return {
    listed: listed !== undefined,
    isSo: (part) => listed?.(part, sight) ?? isOfSellers(`${part}.seller_id`, [String(sellerId)]),
  }
}

/** How many purchases have what is asked of a part, where that decides how they are read in the order of totals. */
export async function weigh({ input, sight }: Asked, tx: ReadTx): Promise<Input> {
  const asked = partAsked({ input, sight })
  if (asked !== undefined && !isByTime(input)) return { [such]: await weighParts(tx, asked.isSo('part')) }
  const isWeighed = asked === undefined && sight.sellerIds === undefined && isOfBuyerByTotal(input)
  return isWeighed ? { [such]: await weighBuyer(tx, String(input['buyerId'])) } : {}
}

const isOfBuyerByTotal = (input: Input) =>
  !isByTime(input) && isAsked(input, ['buyerId']) && !isAsked(input, ['query', 'importRunId', ...ofAmounts])

/** Of a buyer who bought much, the index of totals is walked; else what they bought is sorted inside the buyer's index. */
function ledByBuyer(input: Input, { tenantId }: Sight): Led {
  const of = (isOfBuyer: RawBuilder<boolean>) =>
    sql`from purchase where purchase.tenant_id = ${tenantId} and ${isOfBuyer}`
  if (input[such] === 'some') {
    const where = (isOfBuyer: RawBuilder<boolean>) =>
      sql<boolean>`(purchase.id in (select purchase.id ${of(isOfBuyer)})) is true`
    return { keys: purchasesOf, filters: { buyer: { where } } }
  }
  const isOfBuyer = input['buyerId'] as RawBuilder<boolean>
  // With `offset` it is collected: PostgreSQL would walk the index of totals, and read each purchase for its buyer.
  const bought = sql<object>`(select purchase.* ${of(isOfBuyer)} offset 0)`
  return {
    keys: (tx) => tx.selectFrom(bought.as('purchase')),
    filters: { buyer: { where: () => sql<boolean>`true` } },
  }
}

/** To somebody of one seller a purchase is what their part of it is. */
function ledForOne({ input, sight: { sellerIds } }: Asked): Led {
  const isOfStatus = isAsked(input, ['fulfilmentStatus']) || input['view'] === 'on_hold'
  // What they have of a status may be far back among what they have of others: by time it is not read in their order.
  const isTheirs = isOfStatus && isByTime(input) ? isAmongSellers : isOfSellers
  // A text is found in the order of purchases.
  const isFound = isAsked(input, ['query']) && isByTime(input)
  return {
    ...(!isFound && { id: inOrder.id }),
    sorts: { ...(!isFound && inOrder.sorts), ...asParts.sorts },
    filters: {
      ...(!isFound && inOrder.filters),
      ...asParts.filters,
      fulfilment: lead('status'),
      seller: { where: (sellerId: string) => isOfSellers('lead.seller_id', [sellerId]) },
    },
    views: {
      to_accept: (sight) => listedParts.to_accept('lead', sight),
      late: (sight) => listedParts.late('lead', sight),
    },
    keys: (tx) => withPurchase(tx, partsOf(tx).where(isTheirs('lead.seller_id', sellerIds)), isAsked(input, ['query'])),
  }
}

/** To somebody of several it is what their parts together are. */
function ledForSome({ input, sight }: Asked): Led {
  const listed = listedOf(input['view'])
  const has = (isSo: RawBuilder<boolean>) => hasPart(sight, isSo, 'lead.purchase_id')
  const isOfSeller = (isSo: (sellerId: string) => RawBuilder<boolean>) => ({
    where: (sellerId: string) => (sight.sellerIds?.includes(sellerId) ? isSo(sellerId) : sql<boolean>`false`),
  })
  const seller = isOfSeller((sellerId) => has(isOfSellers('part.seller_id', [sellerId])))
  const views = listed && {
    views: { [String(input['view'])]: () => sql<boolean>`(${has(listed('part', sight))}) is true` },
  }
  if (!isByTime(input) || isByStatus(input) || isAsked(input, ofAmounts)) {
    return {
      id: inOrder.id,
      sorts: { ...inOrder.sorts, ...asParts.sorts },
      filters: { ...inOrder.filters, ...asParts.filters, fulfilment: lead('fulfilment_status'), seller },
      ...views,
      keys: (tx) => withPurchase(tx, tx.selectFrom(partsTogether(sight).as('lead')), isAsked(input, ['query'])),
    }
  }
  if (isAsked(input, ['query']))
    return { filters: { seller }, ...views, keys: (tx) => purchasesAsLead(tx).where(hasPart(sight)) }
  const isOneThing = listed === undefined || !isAsked(input, ['sellerId'])
  return {
    ...inOrder,
    filters: {
      ...inOrder.filters,
      seller: isOneThing ? isOfSeller((sellerId) => isOfSellers('lead.seller_id', [sellerId])) : seller,
    },
    ...(listed && isOneThing ? { views: { [String(input['view'])]: () => listed('lead', sight) } } : views),
    keys: (tx) =>
      partsOf(tx)
        .where(isOfSellers('lead.seller_id', sight.sellerIds))
        .groupBy([sql`lead.placed_at`, sql`lead.purchase_id`]),
  }
}

/** What few purchases have. */
const foundSooner = ['query', 'buyerId', 'importRunId']
const ofAmounts = ['totalFrom', 'totalTo', 'totalCurrency']

const isByTime = (input: Input) => sortOf(purchaseList, input).by === 'placedAt'
const isAsked = (input: Input, parameters: readonly string[]) =>
  parameters.some((parameter) => (input[parameter] ?? '') !== '')
const isByStatus = (input: Input) =>
  isAsked(input, ['paymentStatus', 'fulfilmentStatus']) || ['on_hold', 'unknown'].includes(String(input['view']))
const listedOf = (view: unknown) => (listedParts as Partial<Record<string, ListedPart>>)[String(view)]

/** Whatever tables it reads: what is added to it names its columns in full. */
type Keys = SelectQueryBuilder<DB, keyof DB, object>

function purchasesOf(tx: ReadTx): Keys {
  return tx.selectFrom('purchase').where('purchase.tenant_id', '=', tx.tenantId) as unknown as Keys
}

function partsOf(tx: ReadTx): Keys {
  return tx.selectFrom('order as lead').where(sql<boolean>`lead.tenant_id = ${tx.tenantId}`) as unknown as Keys
}

/** Purchases, as what is asked of a part's has it. */
function purchasesAsLead(tx: ReadTx): Keys {
  return tx
    .selectFrom([
      'purchase',
      sql`lateral (select purchase.id as purchase_id, purchase.placed_at)`.as<'lead'>(sql`lead`),
    ])
    .where('purchase.tenant_id', '=', tx.tenantId) as unknown as Keys
}

/** Of what the parts do not have. */
function withPurchase({ tenantId }: ReadTx, keys: unknown, isNeeded: boolean): Keys {
  const query = keys as Keys
  if (!isNeeded) return query
  return query.innerJoin('purchase', (join) =>
    join.on('purchase.tenant_id', '=', tenantId).on('purchase.id', '=', sql.ref('lead.purchase_id')),
  ) as Keys
}

/** The first part of its purchase that is so: a purchase is listed once. */
function isFirstPart(isSo: (part: string) => RawBuilder<boolean>, { tenantId }: Sight): RawBuilder<boolean> {
  return sql<boolean>`${isSo('lead')} and not exists (
    select from "order" earlier
    where earlier.tenant_id = ${tenantId} and earlier.purchase_id = lead.purchase_id
      and earlier.position < lead.position and ${isSo('earlier')})`
}

const lead = (column: string) => () => sql.ref(`lead.${column}`)

const inOrder = {
  id: lead('purchase_id'),
  sorts: { placedAt: { by: lead('placed_at'), type: 'timestamptz' } },
  filters: { placed: lead('placed_at') },
} as const

const asParts = {
  sorts: { total: { by: lead('payable_amount'), type: 'bigint' } },
  filters: {
    payment: lead('payment_status'),
    total: { amount: lead('payable_amount'), currency: lead('currency') },
  },
} as const
