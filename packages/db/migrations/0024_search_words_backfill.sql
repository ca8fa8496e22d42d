-- backfill
-- Purchases and sellers from before get the words they are found by, as packages/domain/src/search makes them. Its rules
-- are repeated here in SQL once, for rows that are there; a test compares the two.

set local statement_timeout = 0;

-- Folded, and with a blank for every sign. Letters are made small by a collation that knows them all: the one of the
-- database may know ASCII only.
do $$
declare
  knowing text := case
    when lower('ÄΣЖ') = 'äσж' then 'default'
    else (select collname from pg_collation where collname in ('pg_c_utf8', 'und-x-icu') order by collname limit 1)
  end;
begin
  execute format($function$
    create function app.folded_before(given text) returns text language sql immutable as $body$
      select case when given ~ '^[\u0021-\u007e]*$' then lower(given) else trim(regexp_replace(normalize(regexp_replace(normalize(
        replace(replace(replace(replace(translate(lower(
          regexp_replace(normalize(given, NFKC), '[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]', '', 'g')
          collate %I), 'ςøłđðħŧı', 'σolddhti'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
        NFD), '[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]', '', 'g'),
        NFC), '[\u0001-\u0020\u007f-\u00a0\u2000-\u200a\u2028\u2029\u3000]+', ' ', 'g')) end
    $body$
  $function$, knowing);
end
$$;

create function app.compact_before(given text) returns text language sql immutable as $$
  select regexp_replace(app.folded_before(given),
    '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u055a-\u055f\u05be\u05f3\u05f4\u060c\u060d\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965\u2000-\u206f\u20a0-\u20cf\u2190-\u245f\u2500-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u30fb\ufe30-\ufe4f]+', ' ', 'g')
$$;

-- Each word, and what follows each sign in it; every character of a script without blanks begins one.
create function app.words_before(given text) returns text[] language sql immutable as $$
  select coalesce(array_agg(word order by first), '{}') from (
    select word, min(place) as first from (
      select left(substr(part, start) || rest, 64) as word, row_number() over (order by chunk_at, part_at, start) as place
      from unnest(string_to_array(app.folded_before(given), ' ')) with ordinality chunk (chunk, chunk_at),
        lateral string_to_array(trim(app.compact_before(chunk)), ' ') parts,
        lateral unnest(parts) with ordinality part (part, part_at),
        lateral array_to_string(parts[part_at + 1:], '') rest,
        lateral generate_series(1,
          case when part ~ '[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]' then char_length(part) else 1 end) start
      where part <> ''
    ) each group by word order by first limit 40
  ) kept
$$;

create function app.foreign_number_before(given text) returns text[] language sql immutable as $$
  select case when whole = '' then '{}' else app.words_before(given) || ('<' || reverse(left(whole, 64))) end
  from (select replace(app.compact_before(given), ' ', '') as whole) number
$$;

do $$
declare
  each_tenant record;
begin
  for each_tenant in select tenant.id from tenant loop
    perform app.set_tenant(each_tenant.id);

    -- What many purchases have in common is taken apart once, and what is plain already not at all.
    with names as materialized (
      select buyer_name, array_to_string(app.words_before(buyer_name), ' ') as words
      from (select distinct buyer_name from purchase where tenant_id = each_tenant.id) given
    ), emails as materialized (
      select buyer_email, (select string_agg('@' || parts[place], ' ') from generate_series(1, cardinality(parts) - 1) place) as words
      from (select distinct buyer_email from purchase where tenant_id = each_tenant.id) given,
        lateral app.words_before(buyer_email) parts
    ), whose as materialized (
      select purchase_id, string_agg(distinct '$' || replace(seller_id::text, '-', ''), ' ') as words
      from "order" where tenant_id = each_tenant.id group by purchase_id
    )
    update purchase
    set words = ' ' || concat_ws(' ', '#' || found.whole, '#' || found.digits, '<' || reverse(found.whole), found.words)
    from (
      select known.id, translate(replace(lower(known.number), '-', ''), 'oil', '011') as whole,
        translate(lower(split_part(known.number, '-', 2)), 'oil', '011') as digits,
        concat_ws(' ', nullif(names.words, ''), emails.words, case
          when known.external_id ~ '^[0-9A-Za-z]{1,64}$' then lower(known.external_id) || ' <' || reverse(lower(known.external_id))
          else nullif(array_to_string(app.foreign_number_before(known.external_id), ' '), '')
        end, whose.words) as words
      from purchase known
      left join names on names.buyer_name = known.buyer_name
      left join emails on emails.buyer_email = known.buyer_email
      left join whose on whose.purchase_id = known.id
      where known.tenant_id = each_tenant.id and known.words is null
    ) found
    where purchase.tenant_id = each_tenant.id and purchase.id = found.id;

    insert into purchase_word (tenant_id, placed_at, purchase_id, word)
    select each_tenant.id, purchase.placed_at, purchase.id, word
    from purchase, lateral unnest(string_to_array(trim(purchase.words), ' ')) word
    where purchase.tenant_id = each_tenant.id
    order by word, purchase.placed_at, purchase.id
    on conflict do nothing;

    insert into seller_word (tenant_id, seller_id, word)
    select distinct each_tenant.id, seller.id, found.word
    from seller, lateral (
      select unnest(app.words_before(seller.name)) as word
      union all
      select '@' || parts[place] from app.words_before(seller.email) parts,
        lateral generate_series(1, cardinality(parts) - 1) place
      union all
      select unnest(app.foreign_number_before(seller.registration_number)) where seller.registration_number is not null
      union all
      select unnest(app.foreign_number_before(seller.external_id)) where seller.external_id is not null
    ) found
    where seller.tenant_id = each_tenant.id
    on conflict do nothing;
  end loop;
end
$$;

drop function app.foreign_number_before(text);
drop function app.words_before(text);
drop function app.compact_before(text);
drop function app.folded_before(text);

-- The search by the beginning of a name has ended with the code that asked it; its column goes a release later.
-- squawk-ignore require-concurrent-index-deletion
drop index purchase_buyer_name;
