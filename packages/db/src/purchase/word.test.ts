import { purchaseWords } from '@mainstay/domain/search/purchase'
import { sellerWords } from '@mainstay/domain/search/seller'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { databaseBefore, purchaseBefore, tenantsBefore } from '../../test/database-before.ts'

let before: Awaited<ReturnType<typeof databaseBefore>>
beforeAll(async () => {
  before = await databaseBefore('0024_search_words_backfill.sql')
}, 60_000)
afterAll(() => before.close())

const names = [
  'Anna Müller-Lüdenscheidt',
  "O'Brien & Sons  Ltd.",
  'Παπαδόπουλος ΓΙΏΡΓΟΣ',
  'Straße Łódź Søren Æsir Đorđević',
  'Иван Жёлтый',
  '株式会社山田',
  'محمد عبد الله',
  'Blu\u00admen\u200bhaus GmbH',
  'ＡＣＭＥ ﬁrst',
  'x'.repeat(90),
]
const sellerId = '019aa000-0000-7000-8000-00000000000a'

test('what was there before is found by the words that it would get today', async () => {
  const { admin } = before
  for (const tenantId of tenantsBefore) await admin.query(purchaseBefore(tenantId))
  const [tenantId = ''] = tenantsBefore
  const bought = names.map((name, index) => ({
    number: `NW-7F30K${index}MX`,
    externalId: index % 2 === 0 ? `ORD-2019/00471${index}` : null,
    buyer: { name, email: `Anna.Weber${index}@Blumen-Haus.example` },
    sellerIds: [sellerId],
  }))
  for (const { number, externalId, buyer } of bought) {
    await admin.query(
      `insert into purchase (tenant_id, id, number, external_id, buyer_id, buyer_name, buyer_email, source, currency,
         item_amount, shipping_amount, total_amount, order_count, line_count, payment_status, fulfilment_status,
         return_status, ship_to_name, ship_to_street, ship_to_postal_code, ship_to_city, ship_to_country, placed_by, placed_at)
       values ($1::uuid, gen_random_uuid(), $2, $3, $1, $4, $5, 'import', 'EUR', 1, 0, 1, 1, 1, 'paid', 'placed', 'none',
         'Name', 'Street', '1', 'City', 'DE', 'Shop', now())`,
      [tenantId, number, externalId, buyer.name, buyer.email],
    )
  }
  await admin.query(
    `insert into "order" (tenant_id, id, purchase_id, seller_id, number, position, status, payment_status, return_status,
       currency, sales_mode, tax_inclusive, item_amount, shipping_amount, payable_amount, seller_net_amount,
       commission_amount, hold_days, placed_at)
     select tenant_id, gen_random_uuid(), id, $2, number || '-A', 0, 'placed', 'paid', 'none', 'EUR', 'agent', true, 1, 0, 1,
       1, 0, 7, placed_at
     from purchase where tenant_id = $1 and number like 'NW-7F%'`,
    [tenantId, sellerId],
  )
  const seller = {
    name: 'Blom Papier & Co',
    email: 'post@blom.example',
    registrationNumber: 'HRB 12-345',
    externalId: 's/9',
  }
  await admin.query(
    `insert into seller (tenant_id, id, org_unit_id, name, status, email, registration_number, external_id)
     values ($1, $2, $2, $3, 'active', $4, $5, $6)`,
    [tenantId, sellerId, seller.name, seller.email, seller.registrationNumber, seller.externalId],
  )

  await before.apply('0065_inside_of_numbers_backfill.sql')

  const { rows } = await admin.query<{ number: string; words: string; found: string[] }>(
    `select number, words, array(select word from purchase_word
       where purchase_word.tenant_id = purchase.tenant_id and purchase_id = id and purchase_word.placed_at = purchase.placed_at
       order by word) as found
     from purchase where tenant_id = $1 and number like 'NW-7F%'`,
    [tenantId],
  )
  const written = new Map(rows.map((row) => [row.number, row]))
  for (const purchase of bought) {
    const expected = purchaseWords(purchase).toSorted()
    expect(written.get(purchase.number)?.found, purchase.buyer.name).toEqual(expected)
    expect(written.get(purchase.number)?.words.slice(1).split(' ').toSorted(), purchase.buyer.name).toEqual(expected)
  }
  const { rows: words } = await admin.query<{ tenant_id: string; word: string }>(
    'select tenant_id, word from seller_word order by word',
  )
  expect(words).toEqual(
    sellerWords(seller)
      .toSorted()
      .map((word) => ({ tenant_id: tenantId, word })),
  )
  const { rows: others } = await admin.query('select from purchase_word where tenant_id = $1', [tenantsBefore[1]])
  expect(others.length).toBeGreaterThan(0)
})
