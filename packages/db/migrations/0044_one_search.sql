-- backfill
-- What a list of sellers searches for is called query, as in every list: views that were saved before keep it.

do $$
declare
  each_tenant record;
begin
  for each_tenant in select tenant.id from tenant loop
    perform app.set_tenant(each_tenant.id);
    update saved_view set address = regexp_replace(address, '(^|&)search=', '\1query=')
    where tenant_id = each_tenant.id and list = 'seller' and address ~ '(^|&)search=';
  end loop;
end
$$;
