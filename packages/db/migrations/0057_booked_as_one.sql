-- expand
-- An entry, its postings and the balances they move are one write, and this function is who does it: 0058 takes the tables
-- from the application's role. It runs with the rights of their owner, for the tenant of the transaction and no other.
-- Balances are the last rows of a transaction to be locked, all at once and in one order. A balance that a payout, a hold
-- or a recovery would take from an empty account is refused; a fact may take it there.
--
-- It answers what did not come to be: told entries whose key is booked already, with what is booked under it, and
-- entries that take back one that is not there.

-- The provider's balance transaction, with whose it is. Before this, external_ref alone named whatever there was to name.
alter table journal_entry add column connection text;

alter table account_balance add constraint account_balance_shard check (shard = 0 or (shard between 1 and 15 and kind in (
  'provider_clearing', 'dispute_funds', 'tax_recoverable', 'refund_payable', 'tax_payable_sale', 'tax_payable_commission',
  'commission_revenue', 'shipping_revenue', 'campaign_funding', 'provider_fees'))) not valid;

create function app.book_entries(of_tenant_id uuid, entries jsonb, side_entry_ids uuid[], side_account_ids uuid[],
  side_kinds text[], side_owners text[], side_currencies text[], side_shards smallint[])
returns table (id uuid, booked_id uuid, kind text, currency text, postings jsonb)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
  booked int;
  foreign_sides int;
  emptied uuid;
begin
  if of_tenant_id is distinct from nullif(current_setting('app.tenant_id', true), '')::uuid then
    raise exception 'books are kept in a transaction of their tenant' using errcode = 'insufficient_privilege';
  end if;

  insert into account (tenant_id, id, kind, owner, currency)
  select of_tenant_id, s.account_id, s.kind, s.owner, s.currency
  from (
    select distinct * from unnest(side_account_ids, side_kinds, side_owners, side_currencies) s (account_id, kind, owner, currency)
  ) s
  order by s.account_id
  on conflict do nothing;

  -- Of what kind it is, its account says.
  insert into account_balance (tenant_id, account_id, shard, kind)
  select of_tenant_id, s.account_id, s.shard, a.kind
  from (select distinct * from unnest(side_account_ids, side_shards) s (account_id, shard)) s
  join account a on a.tenant_id = of_tenant_id and a.id = s.account_id
  order by s.account_id, s.shard
  on conflict do nothing;

  perform from account_balance b
  join (select distinct * from unnest(side_account_ids, side_shards) s (account_id, shard)) s
    on b.account_id = s.account_id and b.shard = s.shard
  where b.tenant_id = of_tenant_id
  order by b.account_id, b.shard
  for no key update of b;

  with entry as (
    insert into journal_entry (tenant_id, id, kind, effect_key, currency, account_ids, amounts, source_type, source_id,
      order_id, seller_id, occurred_at, effective_date, reverses_id, purchase_id, approval_id, run_id, connection,
      external_ref, actor_type, actor_id)
    select of_tenant_id, e.id, e.kind, e.effect_key, e.currency, e.account_ids, e.amounts, e.source_type, e.source_id,
      e.order_id, e.seller_id, e.occurred_at,
      (e.occurred_at at time zone (select t.time_zone from tenant t where t.id = of_tenant_id))::date,
      coalesce((select r.id from journal_entry r where r.tenant_id = of_tenant_id and r.effect_key = e.reverses_key), e.reverses_id),
      e.purchase_id, e.approval_id, e.run_id, e.connection, e.external_ref, e.actor_type, e.actor_id
    from jsonb_to_recordset(entries) as e (id uuid, place int, kind text, effect_key text, currency char(3),
      account_ids uuid[], amounts bigint[], source_type text, source_id text, order_id uuid, seller_id uuid,
      purchase_id uuid, occurred_at timestamptz, reverses_key text, reverses_id uuid, approval_id uuid, run_id uuid,
      connection text, external_ref text, actor_type text, actor_id uuid)
    order by e.place
    on conflict (tenant_id, effect_key) do nothing
    returning id, currency, account_ids, amounts
  ),
  side as (
    insert into posting (tenant_id, entry_id, account_id, shard, amount)
    select of_tenant_id, entry.id, p.account_id, told.shard, p.amount
    from entry
    cross join lateral unnest(entry.account_ids, entry.amounts) p (account_id, amount)
    left join unnest(side_entry_ids, side_account_ids, side_shards) told (entry_id, account_id, shard)
      on told.entry_id = entry.id and told.account_id = p.account_id
    returning account_id, shard, amount
  ),
  moved as (
    update account_balance b set balance = b.balance + m.amount, version = b.version + 1
    from (select account_id, shard, sum(amount)::bigint as amount from side group by account_id, shard) m
    where b.tenant_id = of_tenant_id and b.account_id = m.account_id and b.shard = m.shard
  )
  select (select count(*) from entry), (
    select count(*)
    from entry
    cross join lateral unnest(entry.account_ids) p (account_id)
    join account a on a.tenant_id = of_tenant_id and a.id = p.account_id
    where a.currency <> entry.currency)
  into booked, foreign_sides;

  if foreign_sides <> 0 then
    raise exception 'an entry is not in the currency of its accounts'
      using errcode = 'check_violation', constraint = 'journal_entry_currency', table = 'journal_entry';
  end if;

  -- As it was after each of the entries, in their order: what came before the first of them is the balance without them.
  if entries @? '$[*] ? (@.kind == "payout_assigned" || @.kind == "hold_placed" || @.kind == "clawback_recovered")' then
    select step.account_id into emptied
    from (
      select p.account_id, e.kind, p.amount, b.balance - sum(p.amount) over (partition by p.account_id)
        + sum(p.amount) over (partition by p.account_id order by told.place) as balance
      from unnest(side_entry_ids, side_account_ids) with ordinality told (entry_id, account_id, place)
      join journal_entry e on e.tenant_id = of_tenant_id and e.id = told.entry_id
      join posting p on p.tenant_id = of_tenant_id and p.entry_id = told.entry_id and p.account_id = told.account_id
      join account_balance b on b.tenant_id = of_tenant_id and b.account_id = p.account_id and b.shard = p.shard
      where b.kind = 'seller_available'
    ) step
    where step.kind in ('payout_assigned', 'hold_placed', 'clawback_recovered') and step.amount > 0 and step.balance > 0
    limit 1;
    if emptied is not null then
      raise exception 'account % has less available than that (seller_available_covers)', emptied
        using errcode = 'check_violation', constraint = 'seller_available_covers', table = 'account_balance';
    end if;
  end if;

  if booked < jsonb_array_length(entries) or entries @? '$[*].reverses_key' then
    return query
    select e.id, b.id, b.kind, b.currency::text, (
      select jsonb_agg(jsonb_build_object('kind', a.kind, 'owner', a.owner, 'amount', p.amount))
      from unnest(b.account_ids, b.amounts) p (account_id, amount)
      join account a on a.tenant_id = of_tenant_id and a.id = p.account_id)
    from jsonb_to_recordset(entries) as e (id uuid, effect_key text, reverses_key text)
    join journal_entry b on b.tenant_id = of_tenant_id and b.effect_key = e.effect_key
    where b.id <> e.id or (e.reverses_key is not null and b.reverses_id is null);
  end if;
end
$$;
grant execute on function app.book_entries(uuid, jsonb, uuid[], uuid[], text[], text[], text[], smallint[]) to app_rw;
