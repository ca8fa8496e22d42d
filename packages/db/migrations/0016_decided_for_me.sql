-- expand
-- What was decided on somebody's request, latest first: on their first page, whatever they asked for over the years. It
-- serves the foreign key of the requester as the narrower index did.

-- squawk-ignore require-concurrent-index-creation
create index approval_requester_decided on approval (tenant_id, requested_by, decided_at desc);
