import { expect, test } from 'vitest'
import { tablesWithoutTenant } from '../../test/tenant-guard.ts'

const tables = ['order', 'order_line', 'purchase', 'outbox_event']

test.each([
  'select id from "order" where "tenant_id" = $1 and id = $2 order by id',
  'select o.id from "order" as "o" join purchase p on p.tenant_id = o.tenant_id and p.id = o.purchase_id where o.tenant_id = $1',
  'select "order"."id" from "order" inner join "purchase" on "purchase"."tenant_id" = "order"."tenant_id" where "order"."tenant_id" = $1',
  'update "order" set status = $2 where tenant_id = $1 and id = any($3) returning id',
  'insert into "order" ("tenant_id", "id") select $1, id from unnest($2::uuid[]) id returning id',
  'delete from order_line l using "order" o where o.tenant_id = $1 and l.tenant_id = o.tenant_id and l.order_id = o.id',
  'select slug from tenant where id = $1 order by slug',
  'select id from purchase where (tenant_id, id) in (select tenant_id, purchase_id from "order" where tenant_id = $1)',
  'insert into outbox_event (tenant_id, id) values ($1, $2) on conflict (tenant_id, id) do update set data = $3 returning id',
])('this names its tenant: %s', (sql) => {
  expect(tablesWithoutTenant(sql, tables)).toEqual([])
})

test.each([
  ['select id from "order" where id = $1', ['order']],
  ['select tenant_id, id from "order" order by tenant_id', ['order']],
  ['select o.id from "order" o join purchase p on p.id = o.purchase_id where o.tenant_id = $1', ['p']],
  ['select o.id from "order" o, purchase p where o.tenant_id = $1 and p.id = o.purchase_id', ['p']],
  ['update "order" set status = $1 where id = $2', ['order']],
  ['delete from order_line', ['order_line']],
  ['insert into "order" (id) values ($1)', ['order']],
  ["select id from purchase where number = 'tenant_id = 1'", ['purchase']],
  [
    'select id from purchase where tenant_id = $1 and exists (select from "order" where purchase_id = purchase.id)',
    ['order'],
  ],
])('this forgets its tenant: %s', (sql, forgotten) => {
  expect(tablesWithoutTenant(sql, tables)).toEqual(forgotten)
})
