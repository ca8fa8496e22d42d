-- expand
-- A provider may take money of a payment that had ended: that is recorded first, as an event of its own.

alter table payment_event drop constraint payment_event_kind;
alter table payment_event add constraint payment_event_kind check (kind in (
  'authorization_claimed', 'authorized', 'declined', 'marked_unknown', 'capture_claimed', 'captured', 'capture_failed', 'voided', 'expired',
  'void_contradicted', 'refund_claimed', 'refunded', 'refund_failed', 'refund_bounced', 'dispute_opened', 'dispute_won', 'dispute_lost',
  'amount_suspended', 'unknown', 'unexplained', 'resolved')) not valid;
