-- contract
-- Nobody but app.book_entries writes the books: the role of the application could insert a posting that belongs to no
-- entry, and move a balance by itself. The release before 0057 writes these tables directly: it is stopped before this is
-- applied.

revoke insert on journal_entry from app_rw;
revoke insert on posting from app_rw;
revoke insert, update on account_balance from app_rw;
revoke insert, update on account from app_rw;
