-- expand
-- Money: payments as a fold over facts, refunds with a second person, and the double-entry ledger.

create table payment (
  tenant_id uuid not null,
  id uuid not null,
  purchase_id uuid not null,
  provider text not null,
  connection text not null,
  currency char(3) not null,
  amount bigint not null,
  status text not null,
  authorised bigint not null default 0,
  captured bigint not null default 0,
  capture_pending bigint not null default 0,
  voided bigint not null default 0,
  refunded bigint not null default 0,
  refund_pending bigint not null default 0,
  payment_method text not null,
  provider_reference text,
  decline_code text,
  unknown_since timestamptz,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint payment_pkey primary key (tenant_id, id),
  constraint payment_purchase_key unique (tenant_id, purchase_id),
  constraint payment_purchase_fkey foreign key (tenant_id, purchase_id) references purchase (tenant_id, id),
  constraint payment_status check (status in ('created', 'authorizing', 'authorized', 'capturing', 'captured', 'partially_captured', 'voided', 'failed', 'expired', 'unknown')),
  constraint payment_unknown check ((status = 'unknown') = (unknown_since is not null)),
  constraint payment_captures check (captured >= 0 and capture_pending >= 0 and voided >= 0 and captured + capture_pending + voided <= authorised),
  constraint payment_refunds check (refunded >= 0 and refund_pending >= 0 and refunded + refund_pending <= captured)
);
create index payment_provider_reference on payment (tenant_id, provider_reference);
create index payment_status_created on payment (tenant_id, status, created_at desc, id desc);
comment on table payment is 'How a purchase is paid; amounts are the fold of payment_event. retention: 10 years; personal: none';

create table payment_event (
  tenant_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  kind text not null,
  amount bigint not null,
  effect_key text not null,
  external_ref text,
  note text,
  actor_type text not null,
  actor_id uuid,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint payment_event_pkey primary key (tenant_id, id),
  constraint payment_event_effect_key unique (tenant_id, effect_key),
  constraint payment_event_payment_fkey foreign key (tenant_id, payment_id) references payment (tenant_id, id),
  constraint payment_event_amount check (amount >= 0),
  constraint payment_event_kind check (kind in ('authorisation_claimed', 'authorised', 'declined', 'unknown', 'capture_claimed', 'captured', 'capture_failed', 'voided', 'expired', 'refund_claimed', 'refunded', 'refund_failed', 'refund_bounced', 'resolved'))
);
create index payment_event_payment on payment_event (tenant_id, payment_id, recorded_at);
comment on table payment_event is 'What happened to a payment. append-only; retention: 10 years; personal: none';

create table capture (
  tenant_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  amount bigint not null,
  status text not null,
  charge_reference text,
  balance_reference text,
  fee bigint,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint capture_pkey primary key (tenant_id, id),
  constraint capture_payment_fkey foreign key (tenant_id, payment_id) references payment (tenant_id, id),
  constraint capture_amount check (amount > 0),
  constraint capture_status check (status in ('claimed', 'succeeded', 'failed', 'unknown'))
);
create index capture_payment on capture (tenant_id, payment_id);
comment on table capture is 'One taking of authorised money; claimed before the call. retention: 10 years; personal: none';

create table earning (
  tenant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  seller_id uuid not null,
  currency char(3) not null,
  status text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint earning_pkey primary key (tenant_id, id),
  constraint earning_order_key unique (tenant_id, order_id),
  constraint earning_order_fkey foreign key (tenant_id, order_id) references "order" (tenant_id, id),
  constraint earning_seller_fkey foreign key (tenant_id, seller_id) references seller (tenant_id, id),
  constraint earning_status check (status in ('pending', 'available', 'held', 'assigned', 'settled', 'reversed'))
);
create index earning_seller on earning (tenant_id, seller_id, status);
comment on table earning is 'A seller''s claim from one order; the amount is in the ledger. retention: 10 years; personal: none';

create table refund (
  tenant_id uuid not null,
  id uuid not null,
  number text not null,
  purchase_id uuid not null,
  order_id uuid not null,
  payment_id uuid not null,
  currency char(3) not null,
  amount bigint not null,
  status text not null,
  reason text not null,
  note text not null,
  bearer text not null,
  seller_share_ppm int not null,
  commission_policy text not null,
  requested_by uuid not null,
  requested_by_name text not null,
  requested_at timestamptz not null,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  decision_note text,
  attempt int not null default 0,
  provider_refund_reference text,
  failure_reason text,
  unknown_since timestamptz,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint refund_pkey primary key (tenant_id, id),
  constraint refund_number_key unique (tenant_id, number),
  constraint refund_purchase_fkey foreign key (tenant_id, purchase_id) references purchase (tenant_id, id),
  constraint refund_order_fkey foreign key (tenant_id, order_id) references "order" (tenant_id, id),
  constraint refund_payment_fkey foreign key (tenant_id, payment_id) references payment (tenant_id, id),
  constraint refund_requester_fkey foreign key (tenant_id, requested_by) references member (tenant_id, id),
  constraint refund_decider_fkey foreign key (tenant_id, decided_by) references member (tenant_id, id),
  constraint refund_amount check (amount > 0),
  constraint refund_status check (status in ('requested', 'denied', 'approved', 'sending', 'succeeded', 'failed', 'unknown', 'released')),
  constraint refund_decided check ((status = 'requested') = (decided_by is null) and (decided_by is null) = (decided_at is null)),
  constraint refund_four_eyes check (decided_by <> requested_by),
  constraint refund_unknown check ((status = 'unknown') = (unknown_since is not null)),
  constraint refund_bearer check (bearer in ('seller', 'operator', 'shared') and seller_share_ppm between 0 and 1000000),
  constraint refund_commission_policy check (commission_policy in ('return', 'keep'))
);
create index refund_status_requested on refund (tenant_id, status, requested_at, id);
create index refund_requested on refund (tenant_id, requested_at desc, id desc);
create index refund_purchase on refund (tenant_id, purchase_id);
create index refund_order on refund (tenant_id, order_id);
create index refund_payment on refund (tenant_id, payment_id);
create index refund_requester on refund (tenant_id, requested_by);
create index refund_decider on refund (tenant_id, decided_by);
comment on table refund is 'Money back to a buyer, released by a second person. retention: 10 years; personal: requested_by_name, decided_by_name';

create table refund_line (
  tenant_id uuid not null,
  refund_id uuid not null,
  order_line_id uuid not null,
  amount bigint not null,
  quantity int,
  constraint refund_line_pkey primary key (tenant_id, refund_id, order_line_id),
  constraint refund_line_refund_fkey foreign key (tenant_id, refund_id) references refund (tenant_id, id),
  constraint refund_line_line_fkey foreign key (tenant_id, order_line_id) references order_line (tenant_id, id),
  constraint refund_line_amount check (amount > 0 and quantity > 0)
);
create index refund_line_line on refund_line (tenant_id, order_line_id);
comment on table refund_line is 'What of which line is given back. retention: 10 years; personal: none';

create table line_effect (
  tenant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  order_line_id uuid not null,
  movement text not null,
  source_type text not null,
  source_id uuid not null,
  part int not null,
  amount bigint not null,
  funding bigint not null,
  supply_tax bigint not null,
  tax_operator bigint not null,
  commission bigint not null,
  commission_tax bigint not null,
  operator_income bigint not null,
  created_at timestamptz not null default now(),
  constraint line_effect_pkey primary key (tenant_id, id),
  constraint line_effect_order_fkey foreign key (tenant_id, order_id) references "order" (tenant_id, id),
  constraint line_effect_line_fkey foreign key (tenant_id, order_line_id) references order_line (tenant_id, id),
  constraint line_effect_source_key unique (tenant_id, order_line_id, movement, source_type, source_id, part),
  constraint line_effect_movement check (movement in ('capture', 'value_back', 'value_back_undone'))
);
create index line_effect_order on line_effect (tenant_id, order_id);
comment on table line_effect is 'What a capture or a value back took of each component of a line. append-only; retention: 10 years; personal: none';

create table approval (
  tenant_id uuid not null,
  id uuid not null,
  action text not null,
  subject_type text not null,
  subject_id uuid not null,
  subject_version int not null,
  subject_label text not null,
  command_hash text not null,
  amount bigint not null,
  currency char(3) not null,
  status text not null,
  requested_by uuid not null,
  requested_by_name text not null,
  requested_at timestamptz not null,
  due_at timestamptz not null,
  expires_at timestamptz not null,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  decision_note text,
  version int not null default 1,
  constraint approval_pkey primary key (tenant_id, id),
  constraint approval_subject_key unique (tenant_id, action, subject_id, subject_version),
  constraint approval_requester_fkey foreign key (tenant_id, requested_by) references member (tenant_id, id),
  constraint approval_decider_fkey foreign key (tenant_id, decided_by) references member (tenant_id, id),
  constraint approval_status check (status in ('open', 'approved', 'rejected', 'expired', 'withdrawn')),
  constraint approval_four_eyes check (decided_by <> requested_by)
);
create index approval_status_due on approval (tenant_id, status, due_at, id);
create index approval_requester on approval (tenant_id, requested_by);
create index approval_decider on approval (tenant_id, decided_by);
comment on table approval is 'A second person''s decision, bound to one exact command. retention: 10 years; personal: requested_by_name, decided_by_name';

create table work_item (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  subject_type text not null,
  subject_id uuid not null,
  subject_label text not null,
  purchase_id uuid,
  run_id uuid,
  cause text not null,
  next_action text not null,
  amount bigint,
  currency char(3),
  status text not null,
  owner_id uuid,
  owner_name text,
  due_at timestamptz not null,
  resolution text,
  resolved_by uuid,
  resolved_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint work_item_pkey primary key (tenant_id, id),
  constraint work_item_owner_fkey foreign key (tenant_id, owner_id) references member (tenant_id, id),
  constraint work_item_resolver_fkey foreign key (tenant_id, resolved_by) references member (tenant_id, id),
  constraint work_item_status check (status in ('open', 'resolved')),
  constraint work_item_resolved check ((status = 'resolved') = (resolved_at is not null))
);
create unique index work_item_open_key on work_item (tenant_id, kind, subject_id) where status = 'open';
create index work_item_status_due on work_item (tenant_id, status, due_at, id);
create index work_item_owner on work_item (tenant_id, owner_id);
create index work_item_resolver on work_item (tenant_id, resolved_by);
comment on table work_item is 'Something stuck, late or waiting for a person. retention: 2 years; personal: owner_name';

create table account (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  owner text not null,
  currency char(3) not null,
  created_at timestamptz not null default now(),
  constraint account_pkey primary key (tenant_id, id),
  constraint account_kind_owner_key unique (tenant_id, currency, kind, owner)
);
comment on table account is 'A ledger account; owner is empty for the tenant''s own. retention: keep; personal: none';

create table account_balance (
  tenant_id uuid not null,
  account_id uuid not null,
  shard smallint not null,
  kind text not null,
  balance bigint not null default 0,
  version bigint not null default 0,
  constraint account_balance_pkey primary key (tenant_id, account_id, shard),
  constraint account_balance_account_fkey foreign key (tenant_id, account_id) references account (tenant_id, id),
  constraint account_balance_never_positive check (balance <= 0 or kind not in ('seller_held', 'payout_committed')),
  constraint account_balance_never_negative check (balance >= 0 or kind <> 'seller_clawback')
) with (fillfactor = 70);
comment on table account_balance is 'The sum of an account''s postings, kept in the entry''s transaction; hot accounts in 16 shards. retention: keep; personal: none';

create table journal_entry (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  effect_key text not null,
  currency char(3) not null,
  account_ids uuid[] not null,
  amounts bigint[] not null,
  source_type text not null,
  source_id text not null,
  purchase_id uuid,
  order_id uuid,
  seller_id uuid,
  occurred_at timestamptz not null,
  effective_date date not null,
  late_of date,
  posted_at timestamptz not null default now(),
  reverses_id uuid,
  external_ref text,
  run_id uuid,
  approval_id uuid,
  actor_type text not null,
  actor_id uuid,
  constraint journal_entry_pkey primary key (tenant_id, id),
  constraint journal_entry_effect_key unique (tenant_id, effect_key),
  constraint journal_entry_reverses_fkey foreign key (tenant_id, reverses_id) references journal_entry (tenant_id, id),
  constraint journal_entry_balanced check (app.sum_int8(amounts) = 0),
  constraint journal_entry_amounts check (cardinality(amounts) >= 2 and cardinality(amounts) = cardinality(account_ids) and not (0 = any (amounts))),
  constraint journal_entry_accounts_once check (app.all_distinct(account_ids))
);
create index journal_entry_order on journal_entry (tenant_id, order_id, posted_at);
create index journal_entry_purchase on journal_entry (tenant_id, purchase_id, posted_at);
create index journal_entry_reverses on journal_entry (tenant_id, reverses_id);
create index journal_entry_source on journal_entry (tenant_id, source_type, source_id);
create index journal_entry_posted on journal_entry (tenant_id, posted_at desc, id desc);
comment on table journal_entry is 'A balanced movement of money; the database refuses one that does not sum to zero. append-only; retention: 10 years; personal: none';

create table posting (
  tenant_id uuid not null,
  entry_id uuid not null,
  account_id uuid not null,
  shard smallint not null,
  amount bigint not null,
  constraint posting_pkey primary key (tenant_id, entry_id, account_id),
  constraint posting_entry_fkey foreign key (tenant_id, entry_id) references journal_entry (tenant_id, id),
  constraint posting_account_fkey foreign key (tenant_id, account_id) references account (tenant_id, id),
  constraint posting_amount check (amount <> 0)
);
create index posting_account on posting (tenant_id, account_id, entry_id);
comment on table posting is 'One side of an entry: debit positive, credit negative. append-only; retention: 10 years; personal: none';

create table inbox_message (
  tenant_id uuid not null,
  source text not null,
  message_id text not null,
  type text not null,
  object_type text not null,
  object_id text not null,
  status text not null,
  received_at timestamptz not null default now(),
  handled_at timestamptz,
  constraint inbox_message_pkey primary key (tenant_id, source, message_id),
  constraint inbox_message_status check (status in ('received', 'applied', 'already_applied', 'ignored'))
);
create index inbox_message_received on inbox_message (tenant_id, status, received_at);
comment on table inbox_message is 'A provider''s message, taken once. retention: 90 days; personal: none';

-- A message no tenant could be found for: kept for a person, never applied.
create table webhook_quarantine (
  id uuid not null,
  source text not null,
  message_id text not null,
  type text not null,
  object_id text not null,
  reason text not null,
  received_at timestamptz not null default now(),
  constraint webhook_quarantine_pkey primary key (id),
  constraint webhook_quarantine_message_key unique (source, message_id)
);
comment on table webhook_quarantine is 'Messages that name no tenant of ours. retention: 90 days; personal: none';

alter table payment enable row level security;
alter table payment force row level security;
alter table payment_event enable row level security;
alter table payment_event force row level security;
alter table capture enable row level security;
alter table capture force row level security;
alter table earning enable row level security;
alter table earning force row level security;
alter table refund enable row level security;
alter table refund force row level security;
alter table refund_line enable row level security;
alter table refund_line force row level security;
alter table line_effect enable row level security;
alter table line_effect force row level security;
alter table approval enable row level security;
alter table approval force row level security;
alter table work_item enable row level security;
alter table work_item force row level security;
alter table account enable row level security;
alter table account force row level security;
alter table account_balance enable row level security;
alter table account_balance force row level security;
alter table journal_entry enable row level security;
alter table journal_entry force row level security;
alter table posting enable row level security;
alter table posting force row level security;
alter table inbox_message enable row level security;
alter table inbox_message force row level security;

create policy payment_tenant on payment
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy payment_event_tenant on payment_event
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy capture_tenant on capture
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy earning_tenant on earning
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy refund_tenant on refund
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy refund_line_tenant on refund_line
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy line_effect_tenant on line_effect
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy approval_tenant on approval
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy work_item_tenant on work_item
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy account_tenant on account
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy account_balance_tenant on account_balance
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy journal_entry_tenant on journal_entry
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy posting_tenant on posting
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy inbox_message_tenant on inbox_message
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

grant select, insert, update on payment, capture, earning, refund, approval, work_item, account, account_balance, inbox_message to app_rw;
grant select, insert on payment_event, refund_line, line_effect, journal_entry, posting to app_rw;
grant select on payment, payment_event, capture, earning, refund, refund_line, line_effect, approval, work_item, account, account_balance, journal_entry, posting, inbox_message to app_ro;
grant select, insert on webhook_quarantine to app_rw;
grant select on webhook_quarantine to app_ro;
