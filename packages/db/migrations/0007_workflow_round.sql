-- expand
-- A long loop goes on in a fresh journal: `round` keeps its effect keys apart from those of the journals before.

alter table workflow_run add column round integer not null default 0;

comment on column workflow_run.round is 'how often the journal was emptied to go on with a new input';
comment on column workflow_run.worker is 'the claim that has the run, or from which it was swept';
