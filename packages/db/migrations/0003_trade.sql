-- expand
-- What is sold, by whom, to whom: sellers, offers, stock, purchases, their orders and lines.

create table seller (
  tenant_id uuid not null,
  id uuid not null,
  org_unit_id uuid not null,
  name text not null,
  status text not null,
  external_id text,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint seller_pkey primary key (tenant_id, id),
  constraint seller_org_unit_fkey foreign key (tenant_id, org_unit_id) references org_unit (tenant_id, id),
  constraint seller_external_id_key unique (tenant_id, external_id),
  constraint seller_status check (status in ('draft', 'submitted', 'in_review', 'info_requested', 'rejected', 'active', 'paused', 'restricted', 'suspended', 'terminated'))
);
create index seller_org_unit on seller (tenant_id, org_unit_id);
comment on table seller is 'Who sells. retention: 10 years after terminated; personal: none';

create table commission_rule (
  tenant_id uuid not null,
  id uuid not null,
  version int not null,
  priority int not null,
  name text not null,
  seller_id uuid,
  rate_ppm int not null,
  fixed_amount bigint not null default 0,
  min_amount bigint,
  max_amount bigint,
  currency char(3) not null,
  valid_from timestamptz not null,
  valid_to timestamptz,
  created_at timestamptz not null default now(),
  constraint commission_rule_pkey primary key (tenant_id, id, version),
  constraint commission_rule_seller_fkey foreign key (tenant_id, seller_id) references seller (tenant_id, id),
  constraint commission_rule_priority_key unique (tenant_id, currency, priority, valid_from),
  constraint commission_rule_rate check (rate_ppm between 0 and 1000000),
  constraint commission_rule_amounts check (fixed_amount >= 0 and min_amount >= 0 and max_amount >= 0),
  constraint commission_rule_period check (valid_to > valid_from)
);
create index commission_rule_seller on commission_rule (tenant_id, seller_id);
comment on table commission_rule is 'What the marketplace takes; versioned, effective-dated. retention: keep; personal: none';

create table product (
  tenant_id uuid not null,
  id uuid not null,
  title text not null,
  external_id text,
  created_at timestamptz not null default now(),
  constraint product_pkey primary key (tenant_id, id),
  constraint product_external_id_key unique (tenant_id, external_id)
);
comment on table product is 'What is sold, whoever sells it. retention: keep; personal: none';

create table offer (
  tenant_id uuid not null,
  id uuid not null,
  product_id uuid not null,
  seller_id uuid not null,
  sku text not null,
  title text not null,
  price_amount bigint not null,
  currency char(3) not null,
  tax_rate_ppm int not null,
  tax_category text not null,
  status text not null,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint offer_pkey primary key (tenant_id, id),
  constraint offer_product_fkey foreign key (tenant_id, product_id) references product (tenant_id, id),
  constraint offer_seller_fkey foreign key (tenant_id, seller_id) references seller (tenant_id, id),
  constraint offer_sku_key unique (tenant_id, seller_id, sku),
  constraint offer_price check (price_amount >= 0),
  constraint offer_tax_rate check (tax_rate_ppm between 0 and 1000000),
  constraint offer_status check (status in ('draft', 'pending_review', 'live', 'paused', 'blocked', 'archived'))
);
create index offer_product on offer (tenant_id, product_id);
create index offer_listing on offer (tenant_id, status, created_at desc, id desc);
comment on table offer is 'A seller''s price of a product. retention: 10 years after archived; personal: none';

create table stock_level (
  tenant_id uuid not null,
  offer_id uuid not null,
  on_hand int not null,
  held int not null default 0,
  allocated int not null default 0,
  backorder int not null default 0,
  updated_at timestamptz not null default now(),
  constraint stock_level_pkey primary key (tenant_id, offer_id),
  constraint stock_level_offer_fkey foreign key (tenant_id, offer_id) references offer (tenant_id, id),
  constraint stock_level_never_oversold check (held >= 0 and allocated >= 0 and backorder >= 0 and held + allocated <= on_hand + backorder)
);
comment on table stock_level is 'Pieces of an offer: on hand, held for unpaid purchases, allocated to paid ones. retention: keep; personal: none';

create table buyer (
  tenant_id uuid not null,
  id uuid not null,
  org_unit_id uuid not null,
  external_id text not null,
  name text not null,
  email text not null,
  street text not null,
  postal_code text not null,
  city text not null,
  country char(2) not null,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint buyer_pkey primary key (tenant_id, id),
  constraint buyer_org_unit_fkey foreign key (tenant_id, org_unit_id) references org_unit (tenant_id, id),
  constraint buyer_external_id_key unique (tenant_id, external_id)
);
create index buyer_org_unit on buyer (tenant_id, org_unit_id);
comment on table buyer is 'Who buys. retention: 10 years after the last purchase; personal: name, email, street, postal_code, city';

create table import_run (
  tenant_id uuid not null,
  id uuid not null,
  source text not null,
  file_name text not null,
  file_hash text not null,
  currency char(3) not null,
  status text not null,
  lines_read int not null default 0,
  purchases_in_file int not null default 0,
  purchases_imported int not null default 0,
  purchases_present int not null default 0,
  purchases_rejected int not null default 0,
  item_amount bigint not null default 0,
  freight_amount bigint not null default 0,
  started_by text not null,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  constraint import_run_pkey primary key (tenant_id, id),
  constraint import_run_status check (status in ('running', 'completed', 'completed_with_errors', 'failed'))
);
create index import_run_started on import_run (tenant_id, started_at desc, id desc);
create index import_run_file on import_run (tenant_id, file_hash);
comment on table import_run is 'One reading of a file of order history: counts and sums of the file as read. retention: 10 years; personal: none';

create table import_error (
  tenant_id uuid not null,
  id uuid not null,
  import_run_id uuid not null,
  line int not null,
  field text not null,
  message text not null,
  purchase_external_id text,
  constraint import_error_pkey primary key (tenant_id, id),
  constraint import_error_run_fkey foreign key (tenant_id, import_run_id) references import_run (tenant_id, id)
);
create index import_error_run on import_error (tenant_id, import_run_id, line);
comment on table import_error is 'A line that was not taken, the field and the way to mend it. append-only; retention: 10 years; personal: none';

create table purchase (
  tenant_id uuid not null,
  id uuid not null,
  number text collate "C" not null,
  buyer_id uuid not null,
  buyer_name text not null,
  buyer_name_lower text collate "C" generated always as (lower(buyer_name)) stored,
  source text not null,
  external_id text,
  import_run_id uuid,
  currency char(3) not null,
  item_amount bigint not null,
  shipping_amount bigint not null,
  total_amount bigint not null,
  order_count int not null,
  line_count int not null,
  payment_status text not null,
  fulfilment_status text not null,
  return_status text not null,
  ship_to_name text not null,
  ship_to_street text not null,
  ship_to_postal_code text not null,
  ship_to_city text not null,
  ship_to_country char(2) not null,
  placed_by text not null,
  placed_at timestamptz not null,
  placed_at_proxy text,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint purchase_pkey primary key (tenant_id, id),
  constraint purchase_number_key unique (tenant_id, number),
  constraint purchase_external_id_key unique (tenant_id, source, external_id),
  constraint purchase_buyer_fkey foreign key (tenant_id, buyer_id) references buyer (tenant_id, id),
  constraint purchase_import_run_fkey foreign key (tenant_id, import_run_id) references import_run (tenant_id, id),
  constraint purchase_source check (source in ('storefront', 'import')),
  constraint purchase_total check (total_amount >= 0 and order_count > 0 and line_count > 0),
  constraint purchase_payment_status check (payment_status in ('unpaid', 'authorised', 'partially_paid', 'paid', 'partially_refunded', 'refunded', 'payment_returned', 'charged_back', 'unknown', 'failed')),
  constraint purchase_fulfilment_status check (fulfilment_status in ('placed', 'accepted', 'in_fulfilment', 'partially_shipped', 'shipped', 'delivered', 'closed', 'on_hold', 'cancelled')),
  constraint purchase_return_status check (return_status in ('none', 'requested', 'partially_returned', 'returned'))
);
create index purchase_placed on purchase (tenant_id, placed_at desc, id desc);
create index purchase_payment_status_placed on purchase (tenant_id, payment_status, placed_at desc, id desc);
create index purchase_fulfilment_status_placed on purchase (tenant_id, fulfilment_status, placed_at desc, id desc);
create index purchase_total on purchase (tenant_id, total_amount desc, id desc);
create index purchase_buyer on purchase (tenant_id, buyer_id, placed_at desc, id desc);
create index purchase_buyer_name on purchase (tenant_id, buyer_name_lower, placed_at desc, id desc);
create index purchase_import_run on purchase (tenant_id, import_run_id);
comment on table purchase is 'What a buyer placed; each seller''s part is an order. retention: 10 years; personal: buyer_name, buyer_name_lower, ship_to_*';

create table "order" (
  tenant_id uuid not null,
  id uuid not null,
  purchase_id uuid not null,
  seller_id uuid not null,
  number text not null,
  position int not null,
  status text not null,
  held_from text,
  held_reason text,
  payment_status text not null,
  return_status text not null,
  currency char(3) not null,
  sales_mode text not null,
  tax_inclusive boolean not null,
  item_amount bigint not null,
  shipping_amount bigint not null,
  payable_amount bigint not null,
  captured_amount bigint not null default 0,
  returned_amount bigint not null default 0,
  refunded_amount bigint not null default 0,
  seller_net_amount bigint not null,
  commission_amount bigint not null,
  hold_days int not null,
  placed_at timestamptz not null,
  ship_by timestamptz,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint order_pkey primary key (tenant_id, id),
  constraint order_purchase_fkey foreign key (tenant_id, purchase_id) references purchase (tenant_id, id),
  constraint order_seller_fkey foreign key (tenant_id, seller_id) references seller (tenant_id, id),
  constraint order_number_key unique (tenant_id, number),
  constraint order_position_key unique (tenant_id, purchase_id, position),
  constraint order_status check (status in ('placed', 'accepted', 'in_fulfilment', 'shipped', 'delivered', 'closed', 'on_hold', 'cancelled')),
  constraint order_held check ((status = 'on_hold') = (held_from is not null) and (held_from is null) = (held_reason is null)),
  constraint order_payment_status check (payment_status in ('unpaid', 'authorised', 'partially_paid', 'paid', 'partially_refunded', 'refunded', 'payment_returned', 'charged_back', 'unknown', 'failed')),
  constraint order_return_status check (return_status in ('none', 'requested', 'partially_returned', 'returned')),
  constraint order_amounts check (0 <= refunded_amount and refunded_amount <= returned_amount and returned_amount <= captured_amount and captured_amount <= payable_amount)
);
create index order_seller on "order" (tenant_id, seller_id, placed_at desc, id desc);
create index order_placed on "order" (tenant_id, placed_at desc, id desc);
create index order_status_placed on "order" (tenant_id, status, placed_at desc, id desc);
create index order_unshipped on "order" (tenant_id, ship_by) where status in ('placed', 'accepted', 'in_fulfilment');
comment on table "order" is 'One seller''s part of a purchase. retention: 10 years; personal: none';

create table order_line (
  tenant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  position int not null,
  kind text not null,
  offer_id uuid,
  product_id uuid,
  external_id text,
  sku text not null,
  title text not null,
  quantity int not null,
  unit_price bigint not null,
  list bigint not null,
  discount_seller bigint not null,
  discount_operator bigint not null,
  tax_rate_ppm int not null,
  tax_category text not null,
  tax_base bigint not null,
  tax bigint not null,
  tax_reason text,
  payable bigint not null,
  funding bigint not null,
  seller_gross bigint not null,
  commission_rule_id uuid,
  commission_rule_version int,
  commission_rate_ppm int not null,
  commission_base bigint not null,
  commission bigint not null,
  commission_reason text,
  commission_tax bigint not null,
  supply_tax bigint not null,
  tax_operator bigint not null,
  operator_income bigint not null,
  seller_net bigint not null,
  captured bigint not null default 0,
  returned bigint not null default 0,
  disputed bigint not null default 0,
  constraint order_line_pkey primary key (tenant_id, id),
  constraint order_line_order_fkey foreign key (tenant_id, order_id) references "order" (tenant_id, id),
  constraint order_line_offer_fkey foreign key (tenant_id, offer_id) references offer (tenant_id, id),
  constraint order_line_product_fkey foreign key (tenant_id, product_id) references product (tenant_id, id),
  constraint order_line_rule_fkey foreign key (tenant_id, commission_rule_id, commission_rule_version) references commission_rule (tenant_id, id, version),
  constraint order_line_position_key unique (tenant_id, order_id, position),
  constraint order_line_kind check (kind in ('item', 'shipping')),
  constraint order_line_quantity check (quantity > 0),
  constraint order_line_adds_up check (payable + funding + supply_tax = tax_operator + commission + commission_tax + operator_income + seller_net),
  constraint order_line_consumed check (0 <= returned and 0 <= disputed and returned + disputed <= captured and captured <= payable)
);
create index order_line_offer on order_line (tenant_id, offer_id);
create index order_line_product on order_line (tenant_id, product_id);
create index order_line_rule on order_line (tenant_id, commission_rule_id, commission_rule_version);
comment on table order_line is 'A line with every fact frozen at placement. retention: 10 years; personal: none';

create table stock_hold (
  tenant_id uuid not null,
  id uuid not null,
  offer_id uuid not null,
  order_id uuid not null,
  order_line_id uuid not null,
  quantity int not null,
  status text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint stock_hold_pkey primary key (tenant_id, id),
  constraint stock_hold_line_key unique (tenant_id, order_line_id),
  constraint stock_hold_level_fkey foreign key (tenant_id, offer_id) references stock_level (tenant_id, offer_id),
  constraint stock_hold_order_fkey foreign key (tenant_id, order_id) references "order" (tenant_id, id),
  constraint stock_hold_line_fkey foreign key (tenant_id, order_line_id) references order_line (tenant_id, id),
  constraint stock_hold_quantity check (quantity > 0),
  constraint stock_hold_status check (status in ('held', 'allocated', 'released', 'consumed'))
);
create index stock_hold_offer on stock_hold (tenant_id, offer_id, status);
create index stock_hold_order on stock_hold (tenant_id, order_id);
comment on table stock_hold is 'Pieces kept for a line; ends allocated or released by its purchase''s workflow. retention: 10 years; personal: none';

create table stock_movement (
  tenant_id uuid not null,
  id uuid not null,
  offer_id uuid not null,
  hold_id uuid,
  kind text not null,
  on_hand_change int not null,
  held_change int not null,
  allocated_change int not null,
  occurred_at timestamptz not null default now(),
  constraint stock_movement_pkey primary key (tenant_id, id),
  constraint stock_movement_level_fkey foreign key (tenant_id, offer_id) references stock_level (tenant_id, offer_id),
  constraint stock_movement_kind check (kind in ('received', 'held', 'allocated', 'released', 'consumed', 'adjusted'))
);
create index stock_movement_offer on stock_movement (tenant_id, offer_id, occurred_at desc);
comment on table stock_movement is 'Every change of a stock level. append-only; retention: 2 years; personal: none';

alter table seller enable row level security;
alter table seller force row level security;
alter table commission_rule enable row level security;
alter table commission_rule force row level security;
alter table product enable row level security;
alter table product force row level security;
alter table offer enable row level security;
alter table offer force row level security;
alter table stock_level enable row level security;
alter table stock_level force row level security;
alter table buyer enable row level security;
alter table buyer force row level security;
alter table import_run enable row level security;
alter table import_run force row level security;
alter table import_error enable row level security;
alter table import_error force row level security;
alter table purchase enable row level security;
alter table purchase force row level security;
alter table "order" enable row level security;
alter table "order" force row level security;
alter table order_line enable row level security;
alter table order_line force row level security;
alter table stock_hold enable row level security;
alter table stock_hold force row level security;
alter table stock_movement enable row level security;
alter table stock_movement force row level security;

create policy seller_tenant on seller
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy commission_rule_tenant on commission_rule
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy product_tenant on product
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy offer_tenant on offer
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy stock_level_tenant on stock_level
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy buyer_tenant on buyer
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy import_run_tenant on import_run
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy import_error_tenant on import_error
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy purchase_tenant on purchase
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy order_tenant on "order"
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy order_line_tenant on order_line
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy stock_hold_tenant on stock_hold
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy stock_movement_tenant on stock_movement
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

grant select, insert, update on seller, commission_rule, product, offer, stock_level, buyer, import_run, purchase, "order", order_line, stock_hold to app_rw;
grant select, insert on import_error, stock_movement to app_rw;
grant select on seller, commission_rule, product, offer, stock_level, buyer, import_run, import_error, purchase, "order", order_line, stock_hold, stock_movement to app_ro;
