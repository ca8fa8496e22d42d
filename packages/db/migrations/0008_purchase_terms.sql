-- expand
-- What a purchase was placed with stays with it: whose it is, where its mails go, who may cancel it and until when it
-- has to be paid. How long that is, each marketplace says itself.

alter table purchase add column buyer_email text;
alter table purchase add column buyer_external_id text;
alter table purchase add column placed_by_key uuid;
comment on table purchase is 'What a buyer placed; each seller''s part is an order. retention: 10 years; personal: buyer_name, buyer_name_lower, buyer_email, buyer_external_id, ship_to_*';

alter table payment add column pay_by timestamptz;
alter table payment add column cancel_requested_at timestamptz;

create table tenant_setting (
  tenant_id uuid not null,
  unpaid_minutes int not null,
  version int not null default 1,
  updated_at timestamptz not null default now(),
  constraint tenant_setting_pkey primary key (tenant_id),
  constraint tenant_setting_tenant_fkey foreign key (tenant_id) references tenant (id),
  constraint tenant_setting_unpaid_minutes check (unpaid_minutes between 5 and 43200)
);
comment on table tenant_setting is 'What a marketplace chose otherwise than by default; no row until it did. retention: keep; personal: none';

alter table tenant_setting enable row level security;
alter table tenant_setting force row level security;
create policy tenant_setting_tenant on tenant_setting
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert, update on tenant_setting to app_rw;
grant select on tenant_setting to app_ro;
