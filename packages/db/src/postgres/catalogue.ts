import pg from 'pg'

export type Column = {
  name: string
  /** As PostgreSQL writes it: `bigint`, `character(3)`, `uuid[]`. */
  type: string
  nullable: boolean
  hasDefault: boolean
  generatedAlways: boolean
  /** The values a CHECK of this column alone allows, where it is a list. */
  values: string[]
  comment: string
}

export type Constraint = {
  name: string
  kind: 'primary key' | 'unique' | 'foreign key' | 'check'
  columns: string[]
  references: string | undefined
  definition: string
}

export type Index = { name: string; definition: string }

export type Table = { name: string; comment: string; columns: Column[]; constraints: Constraint[]; indexes: Index[] }

/** The application's tables as the migrated database knows them, in the order of their names. */
export async function readCatalogue(administratorUrl: string): Promise<Table[]> {
  const client = new pg.Client({ connectionString: administratorUrl })
  client.on('error', () => {})
  await client.connect()
  try {
    const tables = await client.query<Pick<Table, 'name' | 'comment'>>(tablesQuery)
    const columns = await client.query<Omit<Column, 'values'> & { table: string }>(columnsQuery)
    const constraints = await client.query<
      Omit<Constraint, 'references'> & { table: string; references: string | null }
    >(constraintsQuery)
    const indexes = await client.query<Index & { table: string }>(indexesQuery)

    return tables.rows.map(({ name, comment }) => {
      const own = constraints.rows.filter(({ table }) => table === name)
      return {
        name,
        comment,
        columns: columns.rows
          .filter(({ table }) => table === name)
          .map(({ table: _, ...column }) => ({ ...column, values: listedValues(column.name, own) })),
        constraints: own.map(({ table: _, references, ...rest }) => ({ ...rest, references: references ?? undefined })),
        indexes: indexes.rows.filter(({ table }) => table === name).map(({ table: _, ...index }) => index),
      }
    })
  } finally {
    await client.end()
  }
}

function listedValues(column: string, constraints: Pick<Constraint, 'kind' | 'columns' | 'definition'>[]): string[] {
  const lists = constraints
    .filter(({ kind, columns }) => kind === 'check' && columns.length === 1 && columns[0] === column)
    .map(({ definition }) => /^CHECK \(\(\w+ = ANY \(ARRAY\[('[^\]]*)\]\)\)\)$/.exec(definition)?.[1])
  const list = lists.find((found) => found !== undefined)
  return list === undefined ? [] : [...list.matchAll(/'([^']*)'::text/g)].map(([, value]) => value ?? '')
}

const ownTables = `
  pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and c.relname <> 'schema_migration'`

const tablesQuery = `
  select c.relname::text as name, coalesce(obj_description(c.oid, 'pg_class'), '') as comment
  from ${ownTables}
  order by c.relname collate "C"`

const columnsQuery = `
  select c.relname::text as table, a.attname::text as name, format_type(a.atttypid, a.atttypmod) as type,
    not a.attnotnull as nullable, a.atthasdef or a.attidentity = 'd' as "hasDefault",
    a.attidentity = 'a' or a.attgenerated <> '' as "generatedAlways",
    coalesce(col_description(c.oid, a.attnum), '') as comment
  from pg_attribute a join pg_class c on c.oid = a.attrelid
  where a.attnum > 0 and not a.attisdropped and c.oid in (select c.oid from ${ownTables})
  order by c.relname collate "C", a.attnum`

const constraintsQuery = `
  select c.relname::text as table, k.conname::text as name,
    case k.contype when 'p' then 'primary key' when 'u' then 'unique' when 'f' then 'foreign key' else 'check' end as kind,
    array(select a.attname::text from unnest(k.conkey) with ordinality key (attnum, position)
          join pg_attribute a on a.attrelid = c.oid and a.attnum = key.attnum order by key.position) as columns,
    (select f.relname::text from pg_class f where f.oid = k.confrelid) as references,
    pg_get_constraintdef(k.oid) as definition
  from pg_constraint k join pg_class c on c.oid = k.conrelid
  where k.contype in ('p', 'u', 'f', 'c') and c.oid in (select c.oid from ${ownTables})
  order by c.relname collate "C", position(k.contype in 'pufc'), k.conname collate "C"`

const indexesQuery = `
  select c.relname::text as table, i.relname::text as name, pg_get_indexdef(i.oid) as definition
  from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid
  where not exists (select from pg_constraint k where k.conindid = i.oid)
    and c.oid in (select c.oid from ${ownTables})
  order by c.relname collate "C", i.relname collate "C"`
