-- expand
-- What a file of order history held, and which purchases it named, taken now or there before.

alter table import_run
  add column purchases_split int not null default 0,
  add column orders int not null default 0,
  add column sellers int not null default 0,
  add column products int not null default 0;

create table import_run_purchase (
  tenant_id uuid not null,
  import_run_id uuid not null,
  purchase_id uuid not null,
  constraint import_run_purchase_pkey primary key (tenant_id, import_run_id, purchase_id),
  constraint import_run_purchase_run_fkey foreign key (tenant_id, import_run_id) references import_run (tenant_id, id),
  constraint import_run_purchase_purchase_fkey foreign key (tenant_id, purchase_id) references purchase (tenant_id, id)
);
create index import_run_purchase_purchase on import_run_purchase (tenant_id, purchase_id);
comment on table import_run_purchase is 'The purchases a file held, imported by this run or present before it. append-only; retention: 10 years; personal: none';

alter table import_run_purchase enable row level security;
alter table import_run_purchase force row level security;
create policy import_run_purchase_tenant on import_run_purchase
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert on import_run_purchase to app_rw;
grant select on import_run_purchase to app_ro;
