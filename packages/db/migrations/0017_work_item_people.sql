-- expand
-- What people do with a work item besides taking it: put it aside, talk about it, and say how it ended.

alter table work_item add column snoozed_until timestamptz;
alter table work_item add column resolved_by_name text;
alter table work_item add column ended_by text constraint work_item_ended_by check (ended_by in ('decision', 'fact', 'person'));
comment on table work_item is 'Something stuck, late or waiting for a person. retention: 2 years; personal: owner_name, resolved_by_name';
-- What has ended is listed by when it did. The table holds two years of exceptions, not of orders.
-- squawk-ignore require-concurrent-index-creation
create index work_item_resolved on work_item (tenant_id, resolved_at desc, id desc) where status = 'resolved';

create table work_item_comment (
  tenant_id uuid not null,
  id uuid not null,
  work_item_id uuid not null,
  body text not null,
  author_id uuid not null,
  author_name text not null,
  created_at timestamptz not null,
  constraint work_item_comment_pkey primary key (tenant_id, id),
  constraint work_item_comment_item_fkey foreign key (tenant_id, work_item_id) references work_item (tenant_id, id),
  constraint work_item_comment_author_fkey foreign key (tenant_id, author_id) references member (tenant_id, id),
  constraint work_item_comment_body check (char_length(body) between 1 and 2000)
);
create index work_item_comment_item on work_item_comment (tenant_id, work_item_id, created_at, id);
create index work_item_comment_author on work_item_comment (tenant_id, author_id);
comment on table work_item_comment is 'What colleagues said about a work item, in plain text. append-only; retention: 2 years, with its item; personal: body, author_name';

alter table work_item_comment enable row level security;
alter table work_item_comment force row level security;
create policy work_item_comment_tenant on work_item_comment
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert on work_item_comment to app_rw;
grant select on work_item_comment to app_ro;
