// Generated from the migrated database by `pnpm generate`.
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

/** Read as whatever was stored (parse it); written as text, because pg would write an array as an SQL array. */
export type Json = ColumnType<unknown, string, string>

export type DB = {
  account: {
    tenant_id: string
    id: string
    kind: string
    owner: string
    currency: string
    created_at: Generated<Date>
  }
  account_balance: {
    tenant_id: string
    account_id: string
    shard: number
    kind: string
    balance: Generated<number>
    version: Generated<number>
  }
  api_key: {
    tenant_id: string
    id: string
    name: string
    secret_hash: string
    last_four: string
    scopes: string[]
    created_by: string | null
    created_at: Generated<Date>
    expires_at: Date | null
    revoked_at: Date | null
  }
  approval: {
    tenant_id: string
    id: string
    action: string
    subject_type: string
    subject_id: string
    subject_version: number
    subject_label: string
    command_hash: string
    amount: number
    currency: string
    status: 'open' | 'approved' | 'rejected' | 'expired' | 'withdrawn'
    requested_by: string
    requested_by_name: string
    requested_at: Date
    due_at: Date
    expires_at: Date
    decided_by: string | null
    decided_by_name: string | null
    decided_at: Date | null
    decision_note: string | null
    version: Generated<number>
  }
  audit_entry: {
    tenant_id: string
    id: string
    occurred_at: Date
    action: string
    actor_type: 'member' | 'api_key' | 'system' | 'provider'
    actor_id: string | null
    actor_name: string
    subject_type: string
    subject_id: string
    subject_label: string
    purchase_id: string | null
    changes: Json
    reason: string | null
    allowed_by: string | null
    request_id: string | null
    run_id: string | null
    position: Generated<number | null>
  }
  buyer: {
    tenant_id: string
    id: string
    org_unit_id: string
    external_id: string
    name: string
    email: string
    street: string
    postal_code: string
    city: string
    country: string
    version: Generated<number>
    created_at: Generated<Date>
    updated_at: Generated<Date>
    region: Generated<string>
  }
  capture: {
    tenant_id: string
    id: string
    payment_id: string
    amount: number
    status: 'claimed' | 'succeeded' | 'failed' | 'unknown'
    charge_reference: string | null
    balance_reference: string | null
    fee: number | null
    created_at: Generated<Date>
    updated_at: Generated<Date>
  }
  commission_rule: {
    tenant_id: string
    id: string
    version: number
    priority: number
    name: string
    seller_id: string | null
    rate_ppm: number
    fixed_amount: Generated<number>
    min_amount: number | null
    max_amount: number | null
    currency: string
    valid_from: Date
    valid_to: Date | null
    created_at: Generated<Date>
  }
  dispute: {
    tenant_id: string
    id: string
    payment_id: string
    purchase_id: string
    provider_reference: string
    currency: string
    amount: number
    withdrawn: Generated<number>
    status: 'inquiry' | 'open' | 'won' | 'lost'
    reason: string
    evidence_due_at: Date | null
    opened_at: Date
    closed_at: Date | null
    version: Generated<number>
    created_at: Generated<Date>
    updated_at: Generated<Date>
  }
  dispute_line: {
    tenant_id: string
    dispute_id: string
    order_line_id: string
    amount: number
  }
  earning: {
    tenant_id: string
    id: string
    order_id: string
    seller_id: string
    currency: string
    status: 'pending' | 'available' | 'held' | 'assigned' | 'settled' | 'reversed'
    created_at: Generated<Date>
    updated_at: Generated<Date>
  }
  idempotency_key: {
    tenant_id: string
    caller: string
    operation: string
    key: string
    body_hash: string
    response: Json
    created_at: Generated<Date>
  }
  import_change: {
    tenant_id: string
    id: string
    import_run_id: string
    purchase_id: string
    purchase_version: number
    line: number
    message: string
    lines_before: Json
    changed_at: Date
  }
  import_error: {
    tenant_id: string
    id: string
    import_run_id: string
    line: number
    field: string
    message: string
    purchase_external_id: string | null
  }
  import_run: {
    tenant_id: string
    id: string
    source: string
    file_name: string
    file_hash: string
    currency: string
    status: 'running' | 'completed' | 'completed_with_errors' | 'failed'
    lines_read: Generated<number>
    purchases_in_file: Generated<number>
    purchases_imported: Generated<number>
    purchases_present: Generated<number>
    purchases_rejected: Generated<number>
    item_amount: Generated<number>
    freight_amount: Generated<number>
    started_by: string
    started_at: Generated<Date>
    ended_at: Date | null
    purchases_split: Generated<number>
    orders: Generated<number>
    sellers: Generated<number>
    products: Generated<number>
    purchases_changed: Generated<number>
  }
  import_run_purchase: {
    tenant_id: string
    import_run_id: string
    purchase_id: string
    purchase_version: Generated<number>
  }
  inbox_message: {
    tenant_id: string
    source: string
    message_id: string
    type: string
    object_type: string
    object_id: string
    status: 'received' | 'applied' | 'already_applied' | 'ignored'
    received_at: Generated<Date>
    handled_at: Date | null
  }
  journal_entry: {
    tenant_id: string
    id: string
    kind: string
    effect_key: string
    currency: string
    account_ids: string[]
    amounts: number[]
    source_type: string
    source_id: string
    purchase_id: string | null
    order_id: string | null
    seller_id: string | null
    occurred_at: Date
    effective_date: string
    late_of: string | null
    posted_at: Generated<Date>
    reverses_id: string | null
    external_ref: string | null
    run_id: string | null
    approval_id: string | null
    actor_type: string
    actor_id: string | null
    position: Generated<number | null>
    connection: string | null
  }
  ledger_proof: {
    tenant_id: string
    due_at: Date
    proved_at: Date | null
    entries: number | null
    breaches: number | null
    created_at: Date
  }
  line_effect: {
    tenant_id: string
    id: string
    order_id: string
    order_line_id: string
    movement: 'capture' | 'value_back' | 'value_back_undone'
    source_type: string
    source_id: string
    part: number
    amount: number
    funding: number
    supply_tax: number
    tax_operator: number
    commission: number
    commission_tax: number
    operator_income: number
    created_at: Generated<Date>
  }
  member: {
    tenant_id: string
    id: string
    org_unit_id: string
    email: string
    name: string
    title: string
    password_hash: string
    status: 'active' | 'disabled'
    access_version: Generated<number>
    version: Generated<number>
    created_at: Generated<Date>
    updated_at: Generated<Date>
    email_key: string | null
  }
  offer: {
    tenant_id: string
    id: string
    product_id: string
    seller_id: string
    sku: string
    title: string
    price_amount: number
    currency: string
    tax_rate_ppm: number
    tax_category: string
    status: 'draft' | 'pending_review' | 'live' | 'paused' | 'blocked' | 'archived'
    version: Generated<number>
    created_at: Generated<Date>
    updated_at: Generated<Date>
  }
  order: {
    tenant_id: string
    id: string
    purchase_id: string
    seller_id: string
    number: string
    position: number
    status: 'placed' | 'accepted' | 'in_fulfilment' | 'shipped' | 'delivered' | 'closed' | 'on_hold' | 'canceled'
    held_from: string | null
    held_reason: string | null
    payment_status: 'unpaid' | 'authorized' | 'partially_paid' | 'paid' | 'partially_refunded' | 'refunded' | 'payment_returned' | 'charged_back' | 'unknown' | 'failed'
    return_status: 'none' | 'requested' | 'partially_returned' | 'returned'
    currency: string
    sales_mode: string
    tax_inclusive: boolean
    item_amount: number
    shipping_amount: number
    payable_amount: number
    captured_amount: Generated<number>
    returned_amount: Generated<number>
    refunded_amount: Generated<number>
    seller_net_amount: number
    commission_amount: number
    hold_days: number
    placed_at: Date
    ship_by: Date | null
    version: Generated<number>
    created_at: Generated<Date>
    updated_at: Generated<Date>
    charged_back_amount: Generated<number>
  }
  order_line: {
    tenant_id: string
    id: string
    order_id: string
    position: number
    kind: 'item' | 'shipping'
    offer_id: string | null
    product_id: string | null
    external_id: string | null
    sku: string
    title: string
    quantity: number
    unit_price: number
    list: number
    discount_seller: number
    discount_operator: number
    tax_rate_ppm: number
    tax_category: string
    tax_base: number
    tax: number
    tax_reason: string | null
    payable: number
    funding: number
    seller_gross: number
    commission_rule_id: string | null
    commission_rule_version: number | null
    commission_rate_ppm: number
    commission_base: number
    commission: number
    commission_reason: string | null
    commission_tax: number
    supply_tax: number
    tax_operator: number
    operator_income: number
    seller_net: number
    captured: Generated<number>
    returned: Generated<number>
    disputed: Generated<number>
    withdrawn_at: Date | null
    tax_jurisdiction: string | null
    tax_collector: 'seller' | 'operator' | null
  }
  org_unit: {
    tenant_id: string
    id: string
    parent_id: string | null
    kind: 'operator' | 'department' | 'region' | 'seller' | 'buyer'
    name: string
    path: string
    created_at: Generated<Date>
  }
  outbox_event: {
    tenant_id: string
    id: string
    type: string
    version: number
    subject_type: string
    subject_id: string
    subject_version: number
    data: Json
    actor_type: string
    actor_id: string | null
    correlation_id: string | null
    occurred_at: Date
  }
  outbox_pending: {
    tenant_id: string
    event_id: string
    position: Generated<number | null>
  }
  outbox_sequence: {
    tenant_id: string
    sequence: number
    event_id: string
  }
  payment: {
    tenant_id: string
    id: string
    purchase_id: string
    provider: string
    connection: string
    currency: string
    amount: number
    status: 'created' | 'authorizing' | 'authorized' | 'capturing' | 'captured' | 'partially_captured' | 'voided' | 'failed' | 'expired' | 'unknown'
    authorized: Generated<number>
    captured: Generated<number>
    capture_pending: Generated<number>
    voided: Generated<number>
    refunded: Generated<number>
    refund_pending: Generated<number>
    payment_method: string
    provider_reference: string | null
    decline_code: string | null
    unknown_since: Date | null
    version: Generated<number>
    created_at: Generated<Date>
    updated_at: Generated<Date>
    pay_by: Date | null
    cancel_requested_at: Date | null
  }
  payment_event: {
    tenant_id: string
    id: string
    payment_id: string
    kind: 'authorization_claimed' | 'authorized' | 'declined' | 'marked_unknown' | 'capture_claimed' | 'captured' | 'capture_failed' | 'voided' | 'expired' | 'void_contradicted' | 'refund_claimed' | 'refunded' | 'refund_failed' | 'refund_bounced' | 'dispute_opened' | 'dispute_won' | 'dispute_lost' | 'amount_suspended' | 'unknown' | 'unexplained' | 'resolved'
    amount: number
    effect_key: string
    external_ref: string | null
    note: string | null
    actor_type: string
    actor_id: string | null
    occurred_at: Date
    recorded_at: Generated<Date>
  }
  payment_reference: {
    provider: string
    reference: string
    owner_tenant_id: string
    payment_id: string
    recorded_at: Generated<Date>
  }
  posting: {
    tenant_id: string
    entry_id: string
    account_id: string
    shard: number
    amount: number
  }
  product: {
    tenant_id: string
    id: string
    title: string
    external_id: string | null
    created_at: Generated<Date>
  }
  purchase: {
    tenant_id: string
    id: string
    number: string
    buyer_id: string
    buyer_name: string
    buyer_name_lower: GeneratedAlways<string | null>
    source: 'storefront' | 'import'
    external_id: string | null
    import_run_id: string | null
    currency: string
    item_amount: number
    shipping_amount: number
    total_amount: number
    order_count: number
    line_count: number
    payment_status: 'unpaid' | 'authorized' | 'partially_paid' | 'paid' | 'partially_refunded' | 'refunded' | 'payment_returned' | 'charged_back' | 'unknown' | 'failed'
    fulfilment_status: 'placed' | 'accepted' | 'in_fulfilment' | 'partially_shipped' | 'shipped' | 'delivered' | 'closed' | 'on_hold' | 'canceled'
    return_status: 'none' | 'requested' | 'partially_returned' | 'returned'
    ship_to_name: string
    ship_to_street: string
    ship_to_postal_code: string
    ship_to_city: string
    ship_to_country: string
    placed_by: string
    placed_at: Date
    placed_at_proxy: string | null
    version: Generated<number>
    created_at: Generated<Date>
    updated_at: Generated<Date>
    buyer_email: string | null
    buyer_external_id: string | null
    placed_by_key: string | null
    words: string | null
    ship_to_region: Generated<string>
  }
  purchase_word: {
    tenant_id: string
    placed_at: Date
    purchase_id: string
    word: string
  }
  rate_limit: {
    key: string
    points: number
    expire: number | null
  }
  refund: {
    tenant_id: string
    id: string
    number: string
    purchase_id: string
    order_id: string
    payment_id: string
    currency: string
    amount: number
    status: 'requested' | 'denied' | 'expired' | 'approved' | 'sending' | 'succeeded' | 'failed' | 'unknown' | 'released'
    reason: string
    note: string
    bearer: string
    seller_share_ppm: number
    commission_policy: 'return' | 'keep'
    requested_by: string | null
    requested_by_name: string
    requested_at: Date
    decided_by: string | null
    decided_by_name: string | null
    decided_at: Date | null
    decision_note: string | null
    attempt: Generated<number>
    provider_refund_reference: string | null
    failure_reason: string | null
    unknown_since: Date | null
    version: Generated<number>
    created_at: Generated<Date>
    updated_at: Generated<Date>
    origin: Generated<'staff' | 'provider'>
    seller_id: string | null
  }
  refund_line: {
    tenant_id: string
    refund_id: string
    order_line_id: string
    amount: number
    quantity: number | null
    units_amount: number | null
  }
  role_grant: {
    tenant_id: string
    id: string
    member_id: string
    role: string
    org_unit_id: string
    reach: 'self' | 'subtree'
    limit_amount: number | null
    limit_currency: string | null
    expires_at: Date | null
    granted_by: string | null
    reason: string
    created_at: Generated<Date>
  }
  saved_view: {
    tenant_id: string
    id: string
    owner_id: string
    owner_name: string
    list: string
    name: string
    name_lower: GeneratedAlways<string>
    address: string
    columns: string[]
    is_shared: boolean
    version: Generated<number>
    created_at: Generated<Date>
    updated_at: Generated<Date>
  }
  seller: {
    tenant_id: string
    id: string
    org_unit_id: string
    name: string
    status: 'draft' | 'submitted' | 'in_review' | 'info_requested' | 'rejected' | 'active' | 'paused' | 'restricted' | 'suspended' | 'terminated'
    external_id: string | null
    version: Generated<number>
    created_at: Generated<Date>
    updated_at: Generated<Date>
    email: string | null
    country: string | null
    registration_number: string | null
    submitted_by: string | null
    submitted_by_name: string | null
    submitted_at: Date | null
    review_due_at: Date | null
    reason: string | null
  }
  seller_requirement: {
    tenant_id: string
    id: string
    seller_id: string
    kind: string
    status: 'pending' | 'submitted' | 'accepted' | 'rejected' | 'waived'
    document: string | null
    reason: string | null
    decided_by: string | null
    decided_by_name: string | null
    decided_at: Date | null
    version: Generated<number>
    created_at: Generated<Date>
    updated_at: Generated<Date>
  }
  seller_word: {
    tenant_id: string
    seller_id: string
    word: string
  }
  session: {
    tenant_id: string
    id: string
    token_hash: string
    member_id: string
    created_at: Date
    expires_at: Date
    absolute_expires_at: Date
    ip: string | null
    user_agent: string | null
  }
  sign_in_place: {
    tenant_id: string
    member_id: string
    place: string
    last_used_at: Date
  }
  stock_hold: {
    tenant_id: string
    id: string
    offer_id: string
    order_id: string
    order_line_id: string
    quantity: number
    status: 'held' | 'allocated' | 'released' | 'consumed'
    created_at: Generated<Date>
    updated_at: Generated<Date>
  }
  stock_level: {
    tenant_id: string
    offer_id: string
    on_hand: number
    held: Generated<number>
    allocated: Generated<number>
    backorder: Generated<number>
    updated_at: Generated<Date>
  }
  stock_movement: {
    tenant_id: string
    id: string
    offer_id: string
    hold_id: string | null
    kind: 'received' | 'held' | 'allocated' | 'released' | 'consumed' | 'adjusted'
    on_hand_change: number
    held_change: number
    allocated_change: number
    occurred_at: Generated<Date>
  }
  tenant: {
    id: string
    slug: string
    name: string
    currency: string
    time_zone: string
    number_prefix: string
    sales_mode: 'agent' | 'merchant_of_record'
    tax_inclusive: boolean
    commission_base: 'net' | 'gross'
    commission_tax_ppm: number
    created_at: Generated<Date>
  }
  tenant_setting: {
    tenant_id: string
    unpaid_minutes: number
    version: Generated<number>
    updated_at: Generated<Date>
  }
  webhook_quarantine: {
    id: string
    source: string
    message_id: string
    type: string
    object_id: string
    reason: string
    received_at: Generated<Date>
    object_type: Generated<string>
    provider_reference: string | null
    claimed_tenant: string | null
    claimed_payment: string | null
    owner_tenant_id: string | null
    status: Generated<'held' | 'not_ours' | 'placed' | 'dismissed'>
    resolution: string | null
    resolved_by: string | null
    resolved_by_name: string | null
    resolved_at: Date | null
    version: Generated<number>
  }
  work_item: {
    tenant_id: string
    id: string
    kind: string
    subject_type: string
    subject_id: string
    subject_label: string
    purchase_id: string | null
    run_id: string | null
    cause: string
    next_action: Generated<string>
    amount: number | null
    currency: string | null
    status: 'open' | 'resolved'
    owner_id: string | null
    owner_name: string | null
    due_at: Date
    resolution: string | null
    resolved_by: string | null
    resolved_at: Date | null
    version: Generated<number>
    created_at: Generated<Date>
    updated_at: Generated<Date>
    snoozed_until: Date | null
    resolved_by_name: string | null
    ended_by: 'decision' | 'fact' | 'person' | null
    cause_facts: Json | null
    resolution_facts: Json | null
  }
  work_item_comment: {
    tenant_id: string
    id: string
    work_item_id: string
    body: string
    author_id: string
    author_name: string
    created_at: Date
  }
  workflow_attempt: {
    tenant_id: string
    run_id: string
    step: string
    epoch: number
    attempt: number
    outcome: 'done' | 'failed' | 'retrying'
    error: Json | null
    started_at: Date
    ended_at: Date
  }
  workflow_run: {
    tenant_id: string
    id: string
    kind: string
    lane: 'money' | 'customer' | 'bulk'
    status: Generated<'queued' | 'running' | 'waiting' | 'completed' | 'failed' | 'canceled' | 'blocked'>
    undo: 'canceled' | 'failed' | null
    subject_type: string | null
    subject_id: string | null
    input: ColumnType<unknown, string | undefined, string>
    output: Json | null
    error: Json | null
    reason: string | null
    waiting_for: string[] | null
    due_at: Date | null
    signals: Generated<number>
    epoch: Generated<number>
    worker: string | null
    crashes: Generated<number>
    held_reported_at: Date | null
    correlation_id: string | null
    started_by: string | null
    created_at: Generated<Date>
    queued_at: Generated<Date | null>
    started_at: Date | null
    ended_at: Date | null
    round: Generated<number>
    purchase_id: string | null
  }
  workflow_signal: {
    tenant_id: string
    run_id: string
    id: GeneratedAlways<number>
    name: string
    payload: Json | null
    dedupe_key: string | null
    received_at: Generated<Date>
  }
  workflow_step: {
    tenant_id: string
    run_id: string
    name: string
    seq: number
    kind: 'step' | 'commit' | 'wait' | 'sleep'
    status: 'done' | 'failed' | 'skipped' | 'retrying' | 'waiting'
    result: Json | null
    error: Json | null
    attempt: Generated<number>
    due_at: Date | null
    epoch: number
    reason: string | null
    started_at: Date | null
    ended_at: Generated<Date>
  }
}
