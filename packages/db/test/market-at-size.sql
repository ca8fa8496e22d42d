-- A marketplace of two years, written straight into the tables: sizes and shares as they come about, spread by hashes, so
-- that it is the same each time. `market` holds tenant_id, purchases (how many) and until (its last minute). Runs as the
-- superuser and without the checks of foreign keys; lists are read, nothing is decided, so there are no lines and no ledger.

set session_replication_role = replica;
set synchronous_commit = off;

create function pg_temp.draw(n bigint, salt int) returns int immutable
  return abs(hashint8(n * 64 + salt) % 10000);
-- In the order of time, as ours are.
create function pg_temp.id_at(at timestamptz, name text) returns uuid immutable
  return (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(name), 1, 3) || '8'
    || substr(md5(name), 4, 15))::uuid;
-- Each its own, and in no order.
create function pg_temp.number_of(n bigint) returns text immutable
  return upper(lpad(to_hex(n * 2654435761 & 4294967295), 8, '0'));
create function pg_temp.id_of(name text, n bigint) returns uuid stable
  return pg_temp.id_at('2024-01-01Z', name || n || (select tenant_id from market));

-- So much for functions.

insert into seller (tenant_id, id, org_unit_id, name, status, country, created_at, review_due_at)
select tenant_id, pg_temp.id_of('seller', n), pg_temp.id_of('unit', n), 'Seller ' || lpad((n * 7 % 5000)::text, 4, '0'), s.status, 'DE',
  until - (5000 - n) * interval '3 hours', case when s.status in ('submitted', 'in_review') then until end
from market, generate_series(0, least(4999, purchases / 20)) n, lateral (select case
  when n < 3 then 'active' when n % 1000 = 7 then 'submitted' when n % 900 = 8 then 'in_review' when n % 50 = 9 then 'paused'
  when n % 70 = 11 then 'suspended' when n % 300 = 13 then 'restricted' when n % 40 = 17 then 'terminated'
  when n % 100 = 19 then 'draft' when n % 1500 = 21 then 'info_requested' when n % 90 = 23 then 'rejected' else 'active' end as status) s;
insert into org_unit (tenant_id, id, kind, name, path)
select tenant_id, org_unit_id, 'seller', name, '/' || org_unit_id || '/' from seller where tenant_id = (select tenant_id from market);

-- Seller 0 has three purchases in five, 1 one in five hundred, 2 forty altogether; the others share the rest, the first the most.
create temp table sold as
select n, at.placed_at, pg_temp.id_at(at.placed_at, 'purchase' || n || m.tenant_id) as id,
  extract(epoch from m.until - at.placed_at) / 86400 as age, n <= m.purchases * 0.3 as is_import,
  case when n % greatest(1, m.purchases / 40) = 5 then 2 when pg_temp.draw(n, 1) < 6000 then 0 when pg_temp.draw(n, 1) < 6020 then 1
    else 3 + (pg_temp.draw(n, 2)::bigint * pg_temp.draw(n, 3) * least(4996, m.purchases / 20 - 3) / 100000000)::int end as seller,
  -- One in twenty is of one buyer; the last has three.
  case when pg_temp.draw(n, 4) < 500 then 0 when n % greatest(1, m.purchases / 3) = 9 then 19999
    else 1 + pg_temp.draw(n, 5) * 2 % 19998 end as buyer,
  pg_temp.draw(n, 6) as fate, pg_temp.draw(n, 7) as luck, 900 + pg_temp.draw(n, 8) * (1 + pg_temp.draw(n, 9) / 2500) as amount,
  pg_temp.draw(n, 10) < 3000 as is_split
from market m, generate_series(1, m.purchases) n,
  lateral (select m.until - (m.purchases - n) * (interval '730 days' / m.purchases) as placed_at) at;

-- Most is over. What was imported stays accepted, with no day to send it by; of what is old else, one in twenty was never
-- marked as sent.
create temp table standing as
select sold.*,
  case
    when is_import then 'accepted'
    when fate < 300 then 'canceled'
    when fate < 320 then 'on_hold'
    when age > 20 and fate < 330 then 'placed'
    when age > 20 and fate < 820 then 'accepted'
    when age > 20 then 'closed'
    when age > 7 then 'delivered'
    when age > 3 and fate < 9000 then 'shipped'
    when age > 1 and fate < 7000 then 'in_fulfilment'
    when fate < 6000 then 'accepted'
    else 'placed' end as status,
  case
    when is_import then 'paid'
    when luck < 3 then 'unknown' when luck < 13 then 'charged_back' when luck < 40 then 'failed' when luck < 43 then 'payment_returned'
    when luck < 200 then 'refunded' when luck < 500 then 'partially_refunded' when age < 0.5 and luck < 3000 then 'authorized'
    when age < 0.1 then 'unpaid' else 'paid' end as payment_status,
  case when is_import then 'none' when luck between 200 and 400 then 'returned' when luck between 401 and 420 then 'requested' else 'none' end as return_status
from sold;

insert into import_run (tenant_id, id, source, file_name, file_hash, currency, status, started_by, started_at, ended_at)
select tenant_id, pg_temp.id_of('import', n), 'shop', n || '.csv', 'hash ' || n, 'EUR',
  case when n = 600 then 'running' when n % 50 = 0 then 'failed' when n % 7 = 0 then 'completed_with_errors' else 'completed' end,
  'Maria Lindholm', until - (600 - n) * interval '1 day', case when n < 600 then until - (600 - n) * interval '1 day' end
from market, generate_series(1, 600) n;

insert into buyer (tenant_id, id, org_unit_id, external_id, name, email, street, postal_code, city, country)
select tenant_id, pg_temp.id_of('buyer', n), pg_temp.id_of('unit', n), 'B-' || n, 'Buyer ' || lpad(n::text, 5, '0'),
  'buyer@example.com', 'Street', '1', 'City', 'DE'
from market, generate_series(0, 19999) n;

insert into purchase (tenant_id, id, number, buyer_id, buyer_name, source, external_id, import_run_id, currency, item_amount,
  shipping_amount, total_amount, order_count, line_count, payment_status, fulfilment_status, return_status, ship_to_name,
  ship_to_street, ship_to_postal_code, ship_to_city, ship_to_country, placed_by, placed_at)
select tenant_id, id, 'NW-' || pg_temp.number_of(n), pg_temp.id_of('buyer', buyer), 'Buyer ' || lpad(buyer::text, 5, '0'),
  case when is_import then 'import' else 'storefront' end, case when is_import then n::text end,
  -- The first file held most of them, the second twenty.
  case when is_import then pg_temp.id_of('import', case when n % 1000 = 0 then 3 + n % 7 when n % greatest(1, purchases / 70) = 1 then 2 else 1 end) end,
  'EUR', amount, 0, amount, case when is_split then 2 else 1 end, 2, payment_status, status, return_status, 'Name', 'Street', '1',
  'City', 'DE', 'Storefront', placed_at
from standing, market order by n;

insert into "order" (tenant_id, id, purchase_id, seller_id, number, position, status, held_from, held_reason, payment_status,
  return_status, currency, sales_mode, tax_inclusive, item_amount, shipping_amount, payable_amount, seller_net_amount,
  commission_amount, hold_days, placed_at, ship_by)
select tenant_id, pg_temp.id_at(placed_at, 'order' || n || '-' || part || tenant_id), id,
  pg_temp.id_of('seller', case when part = 0 then seller else 3 + n % least(4990, purchases / 20 - 3) end),
  'NW-' || pg_temp.number_of(n) || '-' || chr(65 + part), part, status, case when status = 'on_hold' then 'placed' end,
  case when status = 'on_hold' then 'a question' end, payment_status, return_status, 'EUR', 'agent', true, share, 0, share, share, 0, 7,
  placed_at, case when not is_import then placed_at + interval '3 days' end
from standing, market, generate_series(0, is_split::int) part, lateral (select amount / (1 + is_split::int) as share) s order by n;

insert into payment (tenant_id, id, purchase_id, provider, connection, currency, amount, status, payment_method, created_at)
select tenant_id, pg_temp.id_at(placed_at, 'payment' || n || tenant_id), id, 'stripe', 'stripe', 'EUR', amount,
  case when payment_status in ('unpaid', 'authorized', 'failed') then payment_status::text else 'captured' end, 'pm_card_visa', placed_at
from (select n, id, placed_at, amount, replace(payment_status, 'unpaid', 'created') as payment_status from standing) s, market order by n;

-- Of twenty thousand refunds of 300,000 purchases.
create temp table returned as
select s.*, row_number() over (order by n) as r, pg_temp.id_at(placed_at + interval '3 days', 'refund' || n || tenant_id) as refund_id
from standing s, market where n % 11 = 0 and not is_import or n % 75 = 0;
insert into refund (tenant_id, id, number, purchase_id, order_id, seller_id, payment_id, currency, amount, status, reason, note, bearer,
  seller_share_ppm, commission_policy, requested_by, requested_by_name, requested_at, decided_by, decided_by_name, decided_at, unknown_since)
select tenant_id, refund_id, 'R-' || r, id, pg_temp.id_at(placed_at, 'order' || n || '-0' || tenant_id), pg_temp.id_of('seller', seller),
  pg_temp.id_at(placed_at, 'payment' || n || tenant_id), 'EUR', greatest(1, amount / 3), s.status, 'damaged', 'Broken', 'seller', 1000000,
  'return', pg_temp.id_of('member', 1), 'Jonas Weber', placed_at + interval '3 days', d.by, d.name, d.at,
  case when s.status = 'unknown' then placed_at end
from returned, market, lateral (select case
    when age < 5 and r % 3 = 0 then 'requested' when r % 1500 = 1 then 'unknown' when r % 900 = 2 then 'failed' when r % 25 = 3 then 'denied'
    when r % 200 = 4 then 'released' when age < 6 and r % 3 = 1 then 'approved' when r % 700 = 5 then 'sending' else 'succeeded' end as status) s,
  lateral (select case when s.status <> 'requested' then pg_temp.id_of('member', 2) end as by,
    case when s.status <> 'requested' then 'Maria Lindholm' end as name,
    case when s.status <> 'requested' then placed_at + interval '4 days' end as at) d order by r;
insert into approval (tenant_id, id, action, subject_type, subject_id, subject_version, subject_label, command_hash, amount, currency, status,
  requested_by, requested_by_name, requested_at, due_at, expires_at, decided_by, decided_by_name, decided_at)
select refund.tenant_id, pg_temp.id_at(refund.requested_at, 'approval' || refund.number), 'refund.approve', 'refund', refund.id, 1,
  refund.number, 'hash', refund.amount, 'EUR',
  case refund.status when 'requested' then 'open' when 'denied' then 'rejected' when 'released' then 'expired' else 'approved' end,
  refund.requested_by, 'Jonas Weber', refund.requested_at, refund.requested_at + interval '4 hours', refund.requested_at + interval '14 days',
  refund.decided_by, refund.decided_by_name, refund.decided_at
from refund, market where refund.tenant_id = market.tenant_id order by refund.requested_at;

-- Runs: one for each purchase of a storefront, what the provider told of every other, one for each refund, and cancelations.
create temp table run as
  select placed_at as at, 'pay-purchase@1' as kind, 'purchase' as subject_type, id as subject_id, id as purchase_id, n from standing where not is_import
  union all select placed_at + interval '1 hour', 'apply-provider-event@1', 'payment', pg_temp.id_at(placed_at, 'payment' || n || tenant_id), id, n + 1
    from standing, market where not is_import and n % 2 = 0
  union all select placed_at + interval '4 days', 'pay-refund@1', 'refund', refund_id, id, n + 2 from returned
  union all select placed_at + interval '2 hours', 'cancel-purchase@1', 'purchase', id, id, n + 3 from standing where status = 'canceled'
  union all select placed_at + interval '5 days', 'apply-provider-event@1', 'payment', pg_temp.id_at(placed_at, 'payment' || n || tenant_id), id, n + 4
    from standing, market where not is_import and n % 16 = 1
  union all select placed_at, 'pay-purchase@2', 'purchase', id, id, n + 5 from standing, market where n % greatest(1, purchases / 20) = 3;
insert into workflow_run (tenant_id, id, kind, lane, status, subject_type, subject_id, purchase_id, input, error, due_at, created_at, queued_at, ended_at, waiting_for)
select tenant_id, pg_temp.id_at(at, kind || n || tenant_id), kind, 'money', s.status, subject_type, subject_id, purchase_id,
  jsonb_build_object('id', subject_id), case when s.status in ('failed', 'blocked') then '{"message": "it did not work"}'::jsonb end,
  case when s.status in ('running', 'waiting') then until + interval '1 hour' end, at, at,
  case when s.status in ('completed', 'canceled') then at end, case when s.status = 'waiting' then '{told}'::text[] end
from run, market, lateral (select case
  when until - at < interval '1 hour' then case when n % 3 = 0 then 'queued' when n % 3 = 1 then 'running' else 'completed' end
  when until - at < interval '6 days' and n % 4 = 0 then 'waiting'
  when pg_temp.draw(n, 11) < 50 then 'failed' when pg_temp.draw(n, 11) < 55 then 'blocked' when pg_temp.draw(n, 11) < 150 then 'canceled'
  else 'completed' end as status) s order by at;

-- One item in forty is open, of twenty people one has three of them.
insert into work_item (tenant_id, id, kind, subject_type, subject_id, subject_label, purchase_id, cause, status, owner_id, owner_name, due_at,
  created_at, snoozed_until, resolution, resolved_at, resolved_by_name, ended_by)
select tenant_id, pg_temp.id_at(i.at, 'item' || n || tenant_id), 'purchase_late', 'purchase', pg_temp.id_of('item', n), 'NW-' || n, null, 'late',
  case when i.is_open then 'open' else 'resolved' end, case when o.owner is not null then pg_temp.id_of('member', o.owner) end,
  case when o.owner is not null then 'Somebody' end, i.at + interval '2 days', i.at, case when i.is_open and n % 1200 = 0 then until + interval '2 days' end,
  case when not i.is_open then 'done' end, case when not i.is_open then i.at + interval '1 day' end, case when not i.is_open then 'Somebody' end,
  case when not i.is_open then 'person' end
from market, generate_series(1, purchases / 6) n,
  lateral (select until - (purchases / 6 - n) * (interval '730 days' / (purchases / 6)) as at, n % 40 = 0 as is_open) i,
  lateral (select case when n % greatest(1, purchases / 18 / 40 * 40) = 40 then 30 when pg_temp.draw(n, 12) < 4000 then 1 + pg_temp.draw(n, 13) % 20 end as owner) o
order by n;

-- Of people (0 to 19, 30 rarely) one entry in ten, else of programs.
insert into audit_entry (tenant_id, id, occurred_at, action, actor_type, actor_id, actor_name, subject_type, subject_id, subject_label,
  purchase_id, changes, reason)
select tenant_id, pg_temp.id_at(e.at, 'audit' || n || tenant_id), e.at, e.action, e.actor_type, e.actor_id, e.actor_type, split_part(e.action, '.', 1),
  case when e.action like 'purchase.%' then pg_temp.id_of('subject', n / 3) else pg_temp.id_of('other', n / 5) end, 'NW-' || n,
  case when e.action like 'purchase.%' or e.action like 'refund.%' then pg_temp.id_of('subject', n / 3) end,
  '[{"field": "status", "before": "placed", "after": "accepted"}]', null
from market, generate_series(1, purchases / 3 * 4) n, lateral (select
    until - (purchases / 3 * 4 - n) * (interval '730 days' / (purchases / 3 * 4)) as at,
    case when n % greatest(1, purchases / 9) = 2 then 'saved_view.save' when n % 2000 = 3 then 'seller.suspend' when n % 20 = 4 then 'refund.approve'
      when n % 30 = 5 then 'work_item.claim' when n % 5 = 1 then 'payment.captured' when n % 2 = 0 then 'purchase.place' else 'order.accept' end as action,
    case when n % 10 = 0 then 'member' when n % 10 < 6 then 'api_key' else 'system' end as actor_type,
    case when n % greatest(10, purchases / 30 / 10 * 10) = 0 then pg_temp.id_of('member', 30) when n % 10 = 0 then pg_temp.id_of('member', n / 10 % 20)
      when n % 10 < 6 then pg_temp.id_of('key', 1) end as actor_id) e order by n;

-- What a provider told and nobody could place, of this marketplace and, as much, of nobody.
insert into webhook_quarantine (id, source, message_id, type, object_type, object_id, reason, received_at, owner_tenant_id, status, resolved_at, resolved_by_name)
select pg_temp.id_at(w.at, 'webhook' || n || tenant_id), 'stripe', 'evt_' || n || tenant_id, 'charge.updated', 'charge', 'ch_' || n, 'unknown_payment',
  w.at, case when n % 2 = 0 then tenant_id end, s.status, case when s.status in ('placed', 'dismissed') then w.at end,
  case when s.status in ('placed', 'dismissed') then 'Somebody' end
from market, generate_series(1, purchases / 30) n, lateral (select until - n * interval '12 minutes' as at) w,
  lateral (select case when n % 100 = 0 then 'held' when n % 3 = 0 then 'not_ours' when n % 3 = 1 then 'placed' else 'dismissed' end as status) s;

drop table sold, standing, returned, run;

-- What purchases and sellers are found by, as far as the test looks for it.
update purchase set words = ' #' || lower(replace(purchase.number, '-', '')) || ' ' || replace(lower(purchase.buyer_name), ' ', ' ')
from market where purchase.tenant_id = market.tenant_id;
insert into purchase_word (tenant_id, placed_at, purchase_id, word)
select distinct purchase.tenant_id, purchase.placed_at, purchase.id, word
from market, purchase, unnest(string_to_array(ltrim(purchase.words), ' ')) word
where purchase.tenant_id = market.tenant_id and word <> '';
insert into seller_word (tenant_id, seller_id, word)
select distinct seller.tenant_id, seller.id, word
from market, seller, unnest(string_to_array(lower(seller.name), ' ')) word
where seller.tenant_id = market.tenant_id and word <> '';
