-- expand
-- What purchases and sellers are found by: a row for each word, so that a search is a range of an index that row security
-- leaves in use. The words of a purchase also stand on it, for a word that most purchases have.

alter table purchase add column words text;
comment on table purchase is 'What a buyer placed; each seller''s part is an order. retention: 10 years; personal: buyer_name, buyer_name_lower, buyer_email, buyer_external_id, words, ship_to_*';

create table purchase_word (
  tenant_id uuid not null,
  placed_at timestamptz not null,
  purchase_id uuid not null,
  word text collate "C" not null,
  constraint purchase_word_pkey primary key (tenant_id, word, placed_at, purchase_id),
  constraint purchase_word_length check (char_length(word) between 1 and 65)
);
comment on table purchase_word is 'What a purchase is found by, as it is compared; newest first under each word. Written with the purchase, which vouches for it. retention: as long as the purchase; personal: word';
alter table purchase_word enable row level security;
alter table purchase_word force row level security;
create policy purchase_word_tenant on purchase_word
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert on purchase_word to app_rw;
grant select on purchase_word to app_ro;

create table seller_word (
  tenant_id uuid not null,
  seller_id uuid not null,
  word text collate "C" not null,
  constraint seller_word_pkey primary key (tenant_id, word, seller_id),
  constraint seller_word_length check (char_length(word) between 1 and 65)
);
comment on table seller_word is 'What a seller is found by, as it is compared. Written with the seller, who vouches for it. retention: as long as the seller; personal: word';
alter table seller_word enable row level security;
alter table seller_word force row level security;
create policy seller_word_tenant on seller_word
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert on seller_word to app_rw;
grant select on seller_word to app_ro;
