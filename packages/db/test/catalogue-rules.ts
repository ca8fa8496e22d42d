import pg from 'pg'

/** What the rules make exceptions for. Each needs a reason; one that fits nothing any more breaks a rule as well. */
export type Exceptions = {
  tablesWithoutTenant: Record<string, string>
  tablesOpenToSystem: Record<string, string>
  indexesAcrossTenants: Record<string, string>
  functionsAsOwner: Record<string, string>
}

/** Every breach of a rule as `rule: object`, in the order of the rules. */
export async function breaches(adminUrl: string, exceptions: Exceptions): Promise<{ rule: string; object: string }[]> {
  const client = new pg.Client({ connectionString: adminUrl })
  client.on('error', () => {})
  await client.connect()
  try {
    const allowed = [
      Object.keys(exceptions.tablesWithoutTenant),
      Object.keys(exceptions.tablesOpenToSystem),
      Object.keys(exceptions.indexesAcrossTenants),
      Object.keys(exceptions.functionsAsOwner),
    ]
    const found: { rule: string; object: string }[] = []
    for (const [rule, query] of Object.entries(rules)) {
      const { rows } = await client.query<{ object: string }>(`${parts} ${query} order by 1`, allowed)
      found.push(...rows.map(({ object }) => ({ rule, object })))
    }
    return found
  } finally {
    await client.end()
  }
}

// The parameters are named once here, so that each rule may use any of them.
const parts = `
  with allowed as (
    select $1::text[] as tables_without_tenant, $2::text[] as tables_open_to_system, $3::text[] as indexes_across_tenants,
      $4::text[] as functions_as_owner
  ),
  relation as (
    select c.relname::text as name, c.* from pg_class c
    where c.relnamespace in (select oid from pg_namespace where nspname !~ '^(pg_|information_schema$)')
  ),
  any_table as (
    select * from relation where relkind in ('r', 'p') and not relispartition and name <> 'schema_migration'
  ),
  tenant_table as (
    select * from any_table where name <> all (select unnest(tables_without_tenant) from allowed)
  ),
  policy as (
    select p.*, t.name as table_name, p.polname || ' on ' || t.name as name,
      pg_get_expr(p.polqual, p.polrelid) as reads, pg_get_expr(p.polwithcheck, p.polrelid) as writes,
      array(select r.rolname::text from pg_roles r where r.oid = any (p.polroles)) as roles
    from pg_policy p join any_table t on t.oid = p.polrelid
  ),
  tenant_index as (
    select x.*, i.relname::text as name, t.oid as table_oid from pg_index x
    join pg_class i on i.oid = x.indexrelid join tenant_table t on t.oid = x.indrelid
  ),
  app_role as (select * from pg_roles where rolname ~ '^app_' and rolcanlogin),
  serving_role as (select * from app_role where rolname <> 'app_migrator'),
  tenant_column as (
    select t.oid as table_oid, a.* from any_table t join pg_attribute a on a.attrelid = t.oid
    where a.attname = 'tenant_id' and not a.attisdropped
  )`

const tenantClause = `(tenant_id = (NULLIF(current_setting(''app.tenant_id''::text, true), ''''::text))::uuid)`

export const rules = {
  'a table without a tenant is listed with its reason': `
    select name as object from tenant_table t where not exists (
      select from tenant_column c where c.table_oid = t.oid and c.attnotnull and c.atttypid = 'uuid'::regtype)`,
  'a listed table without a tenant exists and has none': `
    select listed as object from allowed, unnest(tables_without_tenant) listed
    where not exists (select from any_table where name = listed)
      or exists (select from tenant_column c join any_table t on t.oid = c.table_oid where t.name = listed)`,
  'the primary key begins with the tenant': `
    select name as object from tenant_table t where not exists (
      select from pg_index x join tenant_column c on c.table_oid = x.indrelid
      where x.indrelid = t.oid and x.indisprimary and x.indkey[0] = c.attnum)`,
  'row security is enabled and forced': `
    select name as object from tenant_table where not (relrowsecurity and relforcerowsecurity)`,
  'one policy binds every role to its tenant, reading and writing': `
    select name as object from tenant_table t where not exists (
      select from policy p where p.polrelid = t.oid and p.polpermissive and p.polcmd = '*' and p.polroles = '{0}'
        and p.reads = '${tenantClause}' and p.writes = '${tenantClause}')`,
  'no other policy, but for app_system on listed tables': `
    select name as object from policy
    where (reads, writes) is distinct from ('${tenantClause}', '${tenantClause}')
      and not (roles = '{app_system}'
        and table_name = any (select unnest(tables_open_to_system) from allowed))`,
  'a table listed as open to app_system is': `
    select listed as object from allowed, unnest(tables_open_to_system) listed
    where not exists (select from policy where table_name = listed and roles = '{app_system}')`,
  'who signs in cannot pass over row security': `
    select rolname::text as object from app_role where rolbypassrls or rolsuper or rolcreaterole or rolcreatedb`,
  'who serves requests is no member of the owner': `
    select rolname::text as object from serving_role where pg_has_role(oid, 'app_owner', 'member')`,
  'everything belongs to app_owner': `
    select name as object from relation where relkind in ('r', 'p', 'v', 'm', 'S') and pg_get_userbyid(relowner) <> 'app_owner'`,
  'app_owner cannot sign in': `
    select rolname::text as object from pg_roles where rolname ~ '^app_owner' and rolcanlogin`,
  'a view asks with the rights of its reader': `
    select name as object from relation where relkind = 'v'
      and not coalesce(reloptions::text[] && '{security_invoker=true,security_invoker=on}', false)`,
  'there is no materialised view and no foreign table, which row security does not reach': `
    select name as object from relation where relkind in ('m', 'f')`,
  'no function runs with the rights of its owner, but for listed ones that fix where names are looked up': `
    select p.proname::text as object from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where p.prosecdef and n.nspname in ('app', 'public') and not (
      p.proname = any (select unnest(functions_as_owner) from allowed)
      and exists (select from unnest(p.proconfig) setting where setting like 'search_path=%pg_temp'))`,
  'a listed function that runs with the rights of its owner exists': `
    select listed as object from allowed, unnest(functions_as_owner) listed
    where not exists (select from pg_proc p where p.proname = listed and p.prosecdef)`,
  'a unique key begins with the tenant': `
    select x.name as object from tenant_index x where x.indisunique and not exists (
      select from tenant_column c where c.table_oid = x.table_oid and c.attnum = x.indkey[0])`,
  'an index begins with the tenant': `
    select x.name as object from tenant_index x where not x.indisunique
      and x.name <> all (select unnest(indexes_across_tenants) from allowed) and not exists (
      select from tenant_column c where c.table_oid = x.table_oid and c.attnum = x.indkey[0])`,
  'a listed index across tenants exists': `
    select listed as object from allowed, unnest(indexes_across_tenants) listed
    where not exists (select from tenant_index where name = listed)`,
  'a foreign key carries the tenant on both sides': `
    select k.conname::text as object from pg_constraint k join tenant_table t on t.oid = k.conrelid
    join pg_class f on f.oid = k.confrelid
    where k.contype = 'f' and not exists (
      select from tenant_column c where c.table_oid = t.oid and c.attnum = k.conkey[1]
        and (f.relname = 'tenant' or exists (
          select from tenant_column o where o.table_oid = f.oid and o.attnum = k.confkey[1])))`,
  'a foreign key deletes and empties nothing': `
    select k.conname::text as object from pg_constraint k join any_table t on t.oid = k.conrelid
    where k.contype = 'f' and (k.confdeltype <> 'a' or k.confupdtype <> 'a')`,
  'a foreign key to rows that may be deleted has an index for the way back': `
    select k.conname::text as object from pg_constraint k join tenant_table t on t.oid = k.conrelid
    where k.contype = 'f' and exists (select from serving_role r where has_table_privilege(r.oid, k.confrelid, 'delete'))
      and not exists (
      select from pg_index x where x.indrelid = t.oid and x.indpred is null
        and k.conkey <@ (x.indkey::int2[])[0:cardinality(k.conkey) - 1])`,
  'no column is an enum, a float, a numeric, money or a time without zone': `
    select t.name || '.' || a.attname as object from any_table t join pg_attribute a on a.attrelid = t.oid
    join pg_type y on y.oid = a.atttypid
    where a.attnum > 0 and not a.attisdropped and (y.typtype = 'e' or y.typname in
      ('float4', 'float8', 'numeric', 'money', 'timestamp', 'time', 'timetz', 'json', '_numeric', '_float4', '_float8'))`,
  'an index compares with leakproof operators, else row security keeps it from being used': `
    select distinct x.name as object from tenant_index x, unnest(x.indclass::oid[]) class_oid
    join pg_opclass o on o.oid = class_oid
    join pg_amop m on m.amopfamily = o.opcfamily and m.amoplefttype = o.opcintype and m.amoprighttype = o.opcintype
    join pg_operator op on op.oid = m.amopopr join pg_proc f on f.oid = op.oprcode
    where not f.proleakproof`,
  'an index holds columns, no expressions': `
    select x.name as object from tenant_index x where x.indexprs is not null`,
  'what is append-only cannot be changed or removed by who signs in': `
    select t.name || ' by ' || r.rolname as object from any_table t, serving_role r
    where obj_description(t.oid, 'pg_class') ~* 'append-only' and (
      has_table_privilege(r.oid, t.oid, 'delete') or has_any_column_privilege(r.oid, t.oid, 'update'))
      and not (r.rolname = 'app_system' and t.name = any (select unnest(tables_open_to_system) from allowed))`,
  'app_ro only reads': `
    select t.name as object from any_table t where has_table_privilege('app_ro', t.oid, 'insert, delete, truncate')
      or has_any_column_privilege('app_ro', t.oid, 'insert, update')`,
  'who serves requests can neither truncate nor attach to a table': `
    select t.name || ' by ' || r.rolname as object from any_table t, serving_role r
    where has_table_privilege(r.oid, t.oid, 'truncate, references, trigger')`,
  'the public has no right to any table': `
    select name as object from relation, aclexplode(relacl) a where a.grantee = 0`,
  'the public may call no function': `
    select p.proname::text as object from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('app', 'public') and has_function_privilege('public', p.oid, 'execute')
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`,
  'a partition is reached through its parent only': `
    select name as object from relation where relispartition and relkind in ('r', 'p') and exists (
      select from serving_role r where has_any_column_privilege(r.oid, relation.oid, 'select, insert, update'))`,
  'there are no triggers and no rules': `
    select t.name || '.' || g.tgname as object from any_table t join pg_trigger g on g.tgrelid = t.oid where not g.tgisinternal
    union select t.name || '.' || w.rulename from any_table t join pg_rewrite w on w.ev_class = t.oid`,
  'a constraint has a name that somebody chose': `
    select k.conname::text as object from pg_constraint k join any_table t on t.oid = k.conrelid
    where k.contype in ('p', 'u', 'f', 'c') and k.conname ~ '_(check|key|fkey|pkey)[0-9]+$'`,
} as const
