-- expand
-- Where a member has signed in from. A right password from there is let through while strangers guess at the account.

create table sign_in_place (
  tenant_id uuid not null,
  member_id uuid not null,
  place text not null,
  last_used_at timestamptz not null,
  constraint sign_in_place_pkey primary key (tenant_id, member_id, place),
  constraint sign_in_place_member_fkey foreign key (tenant_id, member_id) references member (tenant_id, id)
);
comment on table sign_in_place is 'A browser or network a member signed in from, as a hash. retention: 90 days after the last use; personal: place, as a hash of a network';

alter table sign_in_place enable row level security;
alter table sign_in_place force row level security;
create policy sign_in_place_tenant on sign_in_place
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert, update, delete on sign_in_place to app_rw;
