-- expand
-- Views of lists that people keep, and what the lists of sellers and of held runs are sorted and found by.

create table saved_view (
  tenant_id uuid not null,
  id uuid not null,
  owner_id uuid not null,
  owner_name text not null,
  list text not null,
  name text not null,
  name_lower text not null generated always as (lower(name)) stored,
  address text not null,
  columns text[] not null,
  is_shared boolean not null,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint saved_view_pkey primary key (tenant_id, id),
  constraint saved_view_name_key unique (tenant_id, owner_id, list, name_lower),
  constraint saved_view_owner_fkey foreign key (tenant_id, owner_id) references member (tenant_id, id),
  constraint saved_view_name check (char_length(name) between 1 and 80),
  constraint saved_view_address check (char_length(address) <= 2000)
);
create index saved_view_shared on saved_view (tenant_id, list) where is_shared;
comment on table saved_view is 'A list as somebody wants to see it again. retention: until its owner deletes it, 1 year after they left; personal: owner_name, and what address searches for';

alter table saved_view enable row level security;
alter table saved_view force row level security;
create policy saved_view_tenant on saved_view
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert, update, delete on saved_view to app_rw;
grant select on saved_view to app_ro;

-- Sellers are thousands at most, so their indexes are made in a moment.
-- squawk-ignore require-concurrent-index-creation
create index seller_created on seller (tenant_id, created_at desc, id desc);
-- squawk-ignore require-concurrent-index-creation
create index seller_name on seller (tenant_id, name, id);
