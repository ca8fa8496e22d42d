-- backfill
-- Purchases from before are found by the middle of their number as well, as packages/domain/src/search makes it: what of its
-- digits begins at the second, third and fourth, without the last.

set local statement_timeout = 0;

do $$
declare
  each_tenant record;
begin
  for each_tenant in select tenant.id from tenant loop
    perform app.set_tenant(each_tenant.id);
    with missing as (
      select purchase.id, purchase.placed_at, array(
        select '~' || substr(digits, start, char_length(digits) - start) from generate_series(2, char_length(digits) - 4) start
      ) as words
      from purchase, lateral (select translate(lower(split_part(purchase.number, '-', 2)), 'oil', '011') as digits) number
      where purchase.tenant_id = each_tenant.id and purchase.words is not null and position(' ~' in purchase.words) = 0
    ), updated as (
      update purchase set words = purchase.words || ' ' || array_to_string(missing.words, ' ')
      from missing
      where purchase.tenant_id = each_tenant.id and purchase.id = missing.id and cardinality(missing.words) > 0
    )
    insert into purchase_word (tenant_id, placed_at, purchase_id, word)
    select each_tenant.id, missing.placed_at, missing.id, word
    from missing, unnest(missing.words) word
    order by word, missing.placed_at, missing.id
    on conflict do nothing;
  end loop;
end
$$;
