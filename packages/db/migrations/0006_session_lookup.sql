-- expand
-- Who a session stands for. Every request of a person asks this, so it is one statement that brings its own tenant
-- instead of four in a transaction; it runs with the rights of its caller, under row security like any other.

create function app.find_session(wanted_tenant_id uuid, wanted_token_hash text, moment timestamptz)
returns table (
  session_id uuid, expires_at timestamptz, absolute_expires_at timestamptz,
  member_id uuid, member_name text, email text, title text,
  slug text, name text, currency text, time_zone text, number_prefix text, sales_mode text, tax_inclusive boolean,
  commission_base text, commission_tax_ppm int,
  grants jsonb
) language plpgsql as $$
#variable_conflict use_column
begin
  perform app.set_tenant(wanted_tenant_id);
  return query
    select session.id, session.expires_at, session.absolute_expires_at,
      member.id, member.name::text, member.email::text, member.title::text,
      tenant.slug::text, tenant.name::text, tenant.currency::text, tenant.time_zone::text, tenant.number_prefix::text,
      tenant.sales_mode::text, tenant.tax_inclusive, tenant.commission_base::text, tenant.commission_tax_ppm::int,
      (select coalesce(jsonb_agg(jsonb_build_object(
          'id', role_grant.id, 'role', role_grant.role,
          'org_unit_kind', org_unit.kind, 'org_unit_name', org_unit.name, 'org_unit_path', org_unit.path,
          'reach', role_grant.reach, 'limit_amount', role_grant.limit_amount,
          'limit_currency', role_grant.limit_currency, 'expires_at', role_grant.expires_at) order by role_grant.id), '[]')
        from role_grant
        join org_unit on org_unit.tenant_id = role_grant.tenant_id and org_unit.id = role_grant.org_unit_id
        where role_grant.tenant_id = wanted_tenant_id and role_grant.member_id = member.id)
    from session
    join member on member.tenant_id = session.tenant_id and member.id = session.member_id
    join tenant on tenant.id = session.tenant_id
    where session.tenant_id = wanted_tenant_id and session.token_hash = wanted_token_hash
      and session.expires_at > moment and session.absolute_expires_at > moment and member.status = 'active';
end
$$;
grant execute on function app.find_session(uuid, text, timestamptz) to app_rw;
