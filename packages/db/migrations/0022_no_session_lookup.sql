-- contract
-- A session is looked up in a transaction of its tenant like everything else: a tenant that is set outside of one does not
-- reach the workers of a distributed database.

drop function app.find_session(uuid, text, timestamptz);
