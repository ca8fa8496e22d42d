-- expand
-- Why an item is on the queue and how it ended are codes with facts; their words are the console's. `cause` and
-- `resolution` hold the code where the facts are there, and else a text: of a person, or from before.

alter table work_item add column cause_facts jsonb;
alter table work_item add column resolution_facts jsonb;
alter table work_item alter column next_action set default '';
comment on column work_item.next_action is 'Of items from before there were codes; empty since.';
comment on table work_item is 'Something stuck, late or waiting for a person. retention: 2 years; personal: owner_name, resolved_by_name, cause_facts';
