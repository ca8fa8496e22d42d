-- expand
-- What happened to a payment is written as its states are: authorized. What was recorded before keeps its name, and a
-- release from before this one still writes it.

alter table payment_event drop constraint payment_event_kind;
alter table payment_event add constraint payment_event_kind check (kind in (
  'authorization_claimed', 'authorized', 'declined', 'marked_unknown', 'capture_claimed', 'captured', 'capture_failed', 'voided', 'expired',
  'refund_claimed', 'refunded', 'refund_failed', 'refund_bounced', 'dispute_opened', 'dispute_won', 'dispute_lost', 'amount_suspended',
  'authorisation_claimed', 'authorised', 'unknown', 'unexplained', 'resolved')) not valid;
