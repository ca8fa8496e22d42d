import { expect, test } from 'vitest'
import { databaseBefore, purchaseBefore, tenantsBefore } from '../../test/database-before.ts'

test('what was authorised and cancelled is authorized and canceled, and a run under way finds its steps', async () => {
  const before = await databaseBefore('0022_one_spelling_everywhere.sql')
  const { admin } = before
  try {
    for (const tenantId of tenantsBefore) {
      await admin.query(purchaseBefore(tenantId))
      await admin.query(oldWords(tenantId))
    }
    await before.apply()

    const read = async (sql: string) => (await admin.query({ text: sql, rowMode: 'array' })).rows
    const twice = (...row: unknown[]) => [row, row]
    expect(await read('select payment_status, fulfilment_status from purchase')).toEqual(
      twice('authorized', 'canceled'),
    )
    expect(await read('select authorized from payment')).toEqual(twice('1'))
    expect(await read('select kind, effect_key from payment_event')).toEqual(
      twice('authorization_claimed', 'authorise:1:claim'),
    )
    expect(await read('select status, undo, error from workflow_run')).toEqual(
      twice('failed', 'canceled', { step: 'authorize', message: 'authorize: no' }),
    )
    expect(await read('select name, result from workflow_step order by name desc')).toEqual([
      ...twice('record authorization', { status: 'authorized' }),
      ...twice('give back', { outcome: 'canceled', note: 'the buyer cancelled' }),
    ])
    expect(await read('select address from saved_view')).toEqual(
      twice('payment=unpaid,authorized&fulfilment=canceled&q=cancelled'),
    )
  } finally {
    await before.close()
  }
})

function oldWords(tenantId: string): string {
  const id = `'${tenantId}'`
  return `
    update purchase set payment_status = 'authorised', fulfilment_status = 'cancelled' where tenant_id = ${id};
    update payment set authorised = 1 where tenant_id = ${id};
    insert into payment_event (tenant_id, id, payment_id, kind, amount, effect_key, actor_type, occurred_at)
    values (${id}, ${id}, ${id}, 'authorisation_claimed', 0, 'authorise:1:claim', 'system', now());
    insert into workflow_run (tenant_id, id, kind, lane, status, undo, error)
    values (${id}, ${id}, 'pay-purchase@1', 'money', 'failed', 'cancelled',
      '{"step": "authorise", "message": "authorise: no"}');
    insert into workflow_step (tenant_id, run_id, name, seq, kind, status, result, epoch)
    values (${id}, ${id}, 'record authorisation', 1, 'commit', 'done', '{"status": "authorised"}', 1),
      (${id}, ${id}, 'give back', 2, 'step', 'done', '{"outcome": "cancelled", "note": "the buyer cancelled"}', 1);
    insert into saved_view (tenant_id, id, owner_id, owner_name, list, name, address, columns, is_shared)
    values (${id}, ${id}, ${id}, 'Lena', 'purchase', 'Held',
      'payment=unpaid,authorised&fulfilment=cancelled&q=cancelled', '{}', false);`
}
