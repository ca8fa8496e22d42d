-- backfill
-- The rows from before have none of the new kinds: looking at them blocks nobody.

set local statement_timeout = 0;

alter table payment_event validate constraint payment_event_kind;
