-- expand
-- A mended file of order history, applied to what was imported before: what each purchase was, and which lines no longer
-- stand. Lines and orders are kept, since entries of the journal and of the audit log name them.

alter table order_line add column withdrawn_at timestamptz;
alter table order_line add constraint order_line_withdrawn check (withdrawn_at is null or payable = 0) not valid;
alter table import_run add column purchases_changed int not null default 0;
alter table import_run_purchase add column purchase_version int not null default 1;

create table import_change (
  tenant_id uuid not null,
  id uuid not null,
  import_run_id uuid not null,
  purchase_id uuid not null,
  purchase_version int not null,
  line int not null,
  message text not null,
  lines_before jsonb not null,
  changed_at timestamptz not null,
  constraint import_change_pkey primary key (tenant_id, id),
  constraint import_change_version_key unique (tenant_id, purchase_id, purchase_version),
  constraint import_change_run_fkey foreign key (tenant_id, import_run_id) references import_run (tenant_id, id),
  constraint import_change_purchase_fkey foreign key (tenant_id, purchase_id) references purchase (tenant_id, id)
);
create index import_change_run on import_change (tenant_id, import_run_id, line);
comment on table import_change is 'What a purchase was before a mended file changed it, and the version it has since. append-only; retention: 10 years; personal: none';

alter table import_change enable row level security;
alter table import_change force row level security;
create policy import_change_tenant on import_change
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert on import_change to app_rw;
grant select on import_change to app_ro;

-- A purchase that is amended may be of other sellers.
grant delete on purchase_word to app_rw;
