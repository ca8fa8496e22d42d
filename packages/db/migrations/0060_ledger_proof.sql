-- expand
-- When the books of a tenant were proved last and are to be next. Whoever takes a proof moves `due_at` on first: nobody
-- else begins it, and one that was cut short comes again.

create table ledger_proof (
  tenant_id uuid not null,
  due_at timestamptz not null,
  proved_at timestamptz,
  entries bigint,
  breaches int,
  created_at timestamptz not null,
  constraint ledger_proof_pkey primary key (tenant_id),
  constraint ledger_proof_told check ((proved_at is null) = (entries is null) and (proved_at is null) = (breaches is null))
);
comment on table ledger_proof is 'When the books of a tenant were proved last, and with what result. retention: as long as the tenant; personal: none';

alter table ledger_proof enable row level security;
alter table ledger_proof force row level security;
create policy ledger_proof_tenant on ledger_proof
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert, update on ledger_proof to app_rw;
grant select on ledger_proof to app_ro;
