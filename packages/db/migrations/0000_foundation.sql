-- expand
-- What every table leans on: the tenant of a transaction, and the sum a journal entry is checked by.

alter default privileges revoke execute on functions from public;

create schema app;
grant usage on schema app to app_rw, app_ro, app_system;

-- `set local` and not set_config: only the statement form reaches the workers of a distributed database.
create function app.set_tenant(tenant_id uuid) returns void language plpgsql as $$
begin
  execute format('set local app.tenant_id = %L', tenant_id);
end
$$;
grant execute on function app.set_tenant(uuid) to app_rw, app_ro, app_system;

create function app.sum_int8(amounts bigint[]) returns bigint language sql immutable strict parallel safe as
  'select coalesce(sum(amount), 0)::bigint from unnest(amounts) amount';
grant execute on function app.sum_int8(bigint[]) to app_rw, app_ro, app_system;

create function app.all_distinct(ids uuid[]) returns boolean language sql immutable strict parallel safe as
  'select count(*) = count(distinct id) from unnest(ids) id';
grant execute on function app.all_distinct(uuid[]) to app_rw, app_ro, app_system;
