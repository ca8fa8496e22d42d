-- expand
-- The state, province or county of an address. What was placed without one stays so, and so does what the release before
-- still places.

alter table buyer add column region text not null default '';
alter table purchase add column ship_to_region text not null default '';

comment on table buyer is 'Who buys. retention: 10 years after the last purchase; personal: name, email, street, postal_code, city, region';
