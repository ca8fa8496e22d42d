-- expand
-- In which order the changes of one object were written: the database counts, under the object's lock. Neither the clocks
-- of the writers nor the beginnings of their transactions say it. What was written before this keeps the order it had.

create sequence outbox_position;
create sequence journal_position;
create sequence audit_position;
grant usage on sequence outbox_position, journal_position, audit_position to app_rw;

alter table outbox_pending add column position bigint;
alter table outbox_pending alter column position set default nextval('outbox_position');
-- squawk-ignore require-concurrent-index-creation
create index outbox_pending_position on outbox_pending (tenant_id, position nulls first);

alter table journal_entry add column position bigint;
alter table journal_entry alter column position set default nextval('journal_position');

alter table audit_entry add column position bigint;
alter table audit_entry alter column position set default nextval('audit_position');
