-- expand
-- How a seller comes in: who put them forward, until when somebody has to decide, and what they have to bring.

alter table seller add column email text;
alter table seller add column country char(2);
alter table seller add column registration_number text;
alter table seller add column submitted_by uuid;
alter table seller add column submitted_by_name text;
alter table seller add column submitted_at timestamptz;
alter table seller add column review_due_at timestamptz;
alter table seller add column reason text;
alter table seller add constraint seller_review check ((review_due_at is not null) = (status in ('submitted', 'in_review'))) not valid;
comment on table seller is 'Who sells. retention: 10 years after terminated; personal: contact';

create table seller_requirement (
  tenant_id uuid not null,
  id uuid not null,
  seller_id uuid not null,
  kind text not null,
  status text not null,
  document text,
  reason text,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint seller_requirement_pkey primary key (tenant_id, id),
  constraint seller_requirement_kind_key unique (tenant_id, seller_id, kind),
  constraint seller_requirement_seller_fkey foreign key (tenant_id, seller_id) references seller (tenant_id, id),
  constraint seller_requirement_status check (status in ('pending', 'submitted', 'accepted', 'rejected', 'waived')),
  constraint seller_requirement_decided check ((status in ('accepted', 'rejected', 'waived')) = (decided_at is not null)),
  constraint seller_requirement_document check (status not in ('submitted', 'accepted') or document is not null)
);
comment on table seller_requirement is 'What a seller has to bring before they are taken on. retention: 10 years after the seller is terminated; personal: contact';
alter table seller_requirement enable row level security;
alter table seller_requirement force row level security;
create policy seller_requirement_tenant on seller_requirement
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert, update on seller_requirement to app_rw;
grant select on seller_requirement to app_ro;
