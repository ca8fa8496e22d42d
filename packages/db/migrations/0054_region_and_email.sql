-- expand
-- The state, province or county of an address. What was placed without one stays so, and so does what the release before
-- still places. And the form in which a member's e-mail address is compared, beside the one that was written: a domain of
-- letters has two. Null where the release before wrote the member, whose address is then compared as it was written.

alter table buyer add column region text not null default '';
alter table purchase add column ship_to_region text not null default '';

alter table member add column email_key text;
-- Members are few, and the index is made in a moment.
-- squawk-ignore require-concurrent-index-creation
create unique index member_email_compared on member (tenant_id, email_key);

comment on table buyer is 'Who buys. retention: 10 years after the last purchase; personal: name, email, street, postal_code, city, region';
comment on table member is 'A person who signs in. retention: 2 years after disabled; personal: name, email, email_key';
