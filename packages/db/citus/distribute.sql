-- Spreads the tenants' tables over the workers of a Citus cluster. Run by the administrator after every migration:
-- what is distributed already is left alone. See docs/scaling.md.

set citus.multi_shard_modify_mode = 'sequential';
-- Otherwise a reference table draws all tables that refer to it into the cluster's metadata, and none can be distributed.
set citus.enable_local_reference_table_foreign_keys = off;

do $$
declare
  -- Small, without a tenant, referred to by tenants' tables: a copy on every node.
  reference_tables constant text[] := array['tenant'];
  -- On the coordinator: the workflow engine claims across tenants, and the others belong to no tenant.
  local_tables constant text[] := array[
    'workflow_run', 'workflow_step', 'workflow_attempt', 'workflow_signal',
    'payment_reference', 'rate_limit', 'schema_migration', 'webhook_quarantine'];
  moving regclass[];
  foreign_keys text[];
  moved regclass;
  statement text;
  first_table regclass;
begin
  -- Whatever is not named above is a tenant's.
  select coalesce(array_agg(c.oid::regclass order by c.relname), '{}') into moving
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and c.relname <> all (reference_tables) and c.relname <> all (local_tables)
    and not exists (select from pg_dist_partition p where p.logicalrelid = c.oid)
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e');

  -- Any order will do for the tables once nothing refers to anything.
  select coalesce(array_agg(format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))), '{}')
  into foreign_keys
  from pg_constraint where contype = 'f' and (conrelid = any (moving) or confrelid = any (moving));
  for statement in
    select format('alter table %s drop constraint %I', conrelid::regclass, conname)
    from pg_constraint where contype = 'f' and (conrelid = any (moving) or confrelid = any (moving))
  loop
    execute statement;
  end loop;

  foreach statement in array reference_tables loop
    if not exists (select from pg_dist_partition where logicalrelid = statement::regclass) then
      perform create_reference_table(statement::regclass);
    end if;
  end loop;

  select logicalrelid into first_table from pg_dist_partition where partmethod = 'h' limit 1;
  foreach moved in array moving loop
    perform create_distributed_table(moved, 'tenant_id', colocate_with => coalesce(first_table::text, 'none'));
    first_table := coalesce(first_table, moved);
  end loop;

  foreach statement in array foreign_keys loop
    execute statement;
  end loop;

  -- What was copied to the workers lies here once more, where nobody sees it.
  foreach moved in array moving loop
    perform truncate_local_data_after_distributing_table(moved);
  end loop;
end
$$;

-- Touched by a transaction that must be committed on both sides or none: `MAINSTAY_DATABASE_TWO_PHASE`.
do $$ begin
  if to_regclass('app.two_phase') is null then
    create table app.two_phase (id integer primary key);
    perform citus_add_local_table_to_metadata('app.two_phase');
    grant select, delete on app.two_phase to app_rw;
  end if;
end $$;

-- Citus opens connections of its own for what a function with its owner's rights asks, and those see nothing of the
-- transaction. Here the function asks with the rights of its caller, who therefore has those that migration 0058 took:
-- what keeps the books from being written by anything else is then the proof alone.
alter function app.book_entries security invoker;
grant insert on journal_entry, posting to app_rw;
grant insert, update on account, account_balance to app_rw;
