-- expand
-- The index of the requester alone: approval_requester_decided begins with the same columns, and serves both its readers
-- and the way back of the foreign key.

-- squawk-ignore require-concurrent-index-deletion
drop index approval_requester;
