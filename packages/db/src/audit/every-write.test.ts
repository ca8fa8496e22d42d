import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/**
 * Who tells of each table that a file writes: `told` where the file records the change itself. Else the reason why
 * nobody has to read of that write by itself.
 */
const writes: Record<string, Record<string, string>> = {
  'access/api-key.ts': { api_key: 'told' },
  'access/member.ts': { member: 'told' },
  'access/org-unit.ts': { org_unit: 'made with a tenant, a seller or a buyer, whose own entry says so' },
  'access/role-grant.ts': { role_grant: 'told' },
  'access/session.ts': { session: 'told' },
  'access/sign-in-place.ts': {
    sign_in_place: 'hashes by which a sign-in is recognised; session.start says from where',
  },
  'approval/approval.ts': { approval: 'asked, decided and ended by a move of its subject, which tells it' },
  'audit/audit.ts': { audit_entry: 'told' },
  'command/move.ts': { any: 'told' },
  'command/idempotency.ts': { idempotency_key: 'an answer kept for 48 hours; the command that gave it told itself' },
  'dispute/dispute.ts': { dispute: 'told' },
  'dispute/line.ts': { dispute_line: 'the parts of a dispute, whose move tells its amount' },
  'earning/earning.ts': { earning: 'follows from a capture or an import, and from its journal entry' },
  'import-run/change.ts': {
    import_change: 'what a purchase was before; told as purchase.amend by import-run/amend.ts',
  },
  'import-run/import-run.ts': { import_run: 'told', import_error: 'told' },
  'import-run/lines.ts': { purchase: 'told by import-run/purchases.ts', order_line: 'told with its purchase' },
  'import-run/parties.ts': {
    seller: 'told',
    org_unit: 'the unit of a seller, told with it',
    product: 'a name for the id in a file; nothing depends on it',
  },
  'import-run/purchases.ts': { import_run_purchase: 'told' },
  'import-run/standing.ts': {
    purchase: 'told as purchase.amend by import-run/amend.ts',
    order: 'amended with its purchase',
    order_line: 'amended with its purchase',
  },
  'ledger/proof-due.ts': { ledger_proof: 'that the books were proved changes nothing; what is wrong is a work item' },
  'ledger/ledger.ts': {
    'app.book_entries': 'append-only evidence of its own, with actor, run and approval',
  },
  'offer/offer.ts': { offer: 'told' },
  'offer/product.ts': { product: 'what several sellers offer; it changes nothing for anybody' },
  'offer/stock.ts': {
    stock_level: 'every change is a movement',
    stock_movement: 'append-only evidence of its own',
    stock_hold: 'made and ended by placing, paying and canceling a purchase, which tell themselves',
  },
  'order/line-effect.ts': {
    line_effect: 'append-only evidence of a capture or refund, which tells itself',
    order_line: 'how far a line has come, by the same capture or refund',
  },
  'order/line.ts': { order_line: 'made with a purchase, moved by a capture or refund: those tell it' },
  'order/order.ts': { order: 'made and moved with its purchase or payment, which tells it' },
  'outbox/outbox.ts': { outbox_event: 'the other half of what is told', outbox_pending: 'of the outbox' },
  'outbox/relay.ts': { outbox_pending: 'of the outbox', outbox_sequence: 'of the outbox' },
  'payment/capture.ts': { capture: 'claimed and taken by a move of its payment' },
  'payment/event.ts': { payment_event: 'told', payment_reference: 'told' },
  'payment/outcome.ts': { capture: 'ended by a move of its payment' },
  'postgres/client.ts': { 'app.two_phase': 'deletes no row: it makes the commit two-phase' },
  'postgres/insert-rows.ts': { any: 'writes for the files that name the table, and are named here' },
  'postgres/migrate.ts': { schema_migration: 'of the database, and of no tenant' },
  'pricing/commission-rule.ts': { commission_rule: 'told' },
  'purchase/buyer.ts': { buyer: 'as the latest purchase described them; each purchase keeps its own, and is told' },
  'purchase/cancel.ts': { payment: 'told' },
  'purchase/place.ts': { payment: 'told', purchase: 'told' },
  'purchase/purchase.ts': { purchase: 'derived from its orders and its payment, whose moves tell it' },
  'purchase/word.ts': {
    purchase_word: 'what a purchase is found by, written with it',
    purchase: 'the same words on it',
  },
  'refund/request.ts': { refund: 'told', refund_line: 'told' },
  'saved-view/saved-view.ts': { saved_view: 'told' },
  'seller/application.ts': { seller_requirement: 'told' },
  'seller/seller.ts': {
    seller: 'told by seller/application.ts; else only a demo puts one on sale, and tenant.build tells',
  },
  'seller/word.ts': { seller_word: 'what a seller is found by, written with it' },
  'tenant/setting.ts': { tenant_setting: 'told' },
  'tenant/tenant.ts': { tenant: 'the entries of its first members are the first of its log' },
  'webhook/inbox.ts': { inbox_message: 'a message of a provider, by its id; what it changes tells itself' },
  'webhook/quarantine.ts': { webhook_quarantine: 'told' },
  'work-item/change.ts': { work_item_comment: 'told' },
  'work-item/work-item.ts': { work_item: 'told' },
}

const root = join(import.meta.dirname, '..')
const sources = globSync('**/*.ts', { cwd: root }).filter((file) => !/\.(test|generated)\.ts$/.test(file))

const writing = [
  /\b(?:insertInto|updateTable|deleteFrom|mergeInto|rowsInto)\(\s*(?:'([a-z_.]+)'|(?=[^'\s]))/g,
  /\b(?:insert\s+into|delete\s+from|merge\s+into|truncate)\s+(?:"?([a-z_.]+)|(?=\$\{))/gi,
  /\bupdate\s+(?:"?([a-z_.]+)"?|\$\{\w+\})(?:\s+(?:as\s+)?(?!set\b)[a-z_]+)?\s+set\b/gi,
  /\bfrom\s+(app\.[a-z_]+)\(/gi,
]
const telling = /\b(?:recordAudits?|recordChange|recordMove|saveMove)\(/

function tablesWrittenBy(text: string): string[] {
  const found = writing.flatMap((form) => [...text.matchAll(form)].map(([, table]) => table ?? 'any'))
  return [...new Set(found)].sort()
}

test('what writes is found, however it is written', () => {
  const forms = [
    `tx.insertInto('one')`,
    'delete from two where',
    'insert into "three" (id)',
    'update four set a = 1',
    'update five as f set a = 1',
    'update "six" f\n set a = 1',
    `rowsInto('seven', {`,
    'tx.updateTable(table)',
    'select a from app.eight($1)',
  ]
  const found = ['any', 'app.eight', 'five', 'four', 'one', 'seven', 'six', 'three', 'two']
  expect(tablesWrittenBy(forms.join('\n'))).toEqual(found)
  expect(tablesWrittenBy('on conflict do update set a = 1; for update of stock; do not update it')).toEqual([])
})

test('every table a file writes is told of, or says why not; and nothing is said of what is not written', () => {
  const written = sources.map((file) => [file, tablesWrittenBy(readFileSync(join(root, file), 'utf8'))] as const)
  const found = Object.fromEntries(written.filter(([, tables]) => tables.length > 0))
  const said = Object.fromEntries(Object.entries(writes).map(([file, tables]) => [file, Object.keys(tables).sort()]))
  expect(said).toEqual(found)
})

test('a file that tells of its writes does, and one that has a reason for each does not', () => {
  for (const [file, tables] of Object.entries(writes)) {
    const isTold = Object.values(tables).includes('told')
    expect(telling.test(readFileSync(join(root, file), 'utf8')), file).toBe(isTold)
  }
})
