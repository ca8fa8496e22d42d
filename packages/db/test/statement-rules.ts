import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { Columns } from '../src/postgres/statement.ts'

type Declared = { text: string; columns: Columns }
type Field = { name: string; dataTypeID: number; tableID: number; columnID: number }

/** Runs every file of a package that may declare a statement; programs, which start when they are imported, declare none. */
export async function importAll(folder: string): Promise<void> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const declaring = files.filter((file) => file.endsWith('.ts') && !/(\.test|-main|\.generated)\.ts$/.test(file))
  for (const file of declaring) await import(join(folder, file))
}

/** What PostgreSQL says of each statement that its declaration does not: one sentence a difference. */
export async function breachesOf(adminUrl: string, declared: readonly Declared[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const breaches: string[] = []
    for (const { text, columns } of declared) {
      const found = await describe(client, text).then(
        (fields) => differences(client, fields, columns),
        (error: unknown) => [String(error)],
      )
      breaches.push(...found.map((each) => `${text.trim().replaceAll(/\s+/g, ' ').slice(0, 100)}: ${each}`))
    }
    return breaches
  } finally {
    await client.end()
  }
}

/** Has the server parse a statement and say what it would answer, without running it. */
function describe(client: pg.Client, text: string): Promise<Field[]> {
  const described = Promise.withResolvers<Field[]>()
  let fields: Field[] = []
  client.query({
    submit(connection: pg.Connection) {
      connection.parse({ name: '', text, types: [] }, true)
      connection.describe({ type: 'S', name: '' }, true)
      connection.sync()
    },
    handleRowDescription: (message: { fields: Field[] }) => (fields = message.fields),
    handleReadyForQuery: () => described.resolve(fields),
    handleError: described.reject,
  } as unknown as pg.Submittable)
  return described.promise
}

async function differences(client: pg.Client, fields: readonly Field[], columns: Columns): Promise<string[]> {
  const { rows } = await client.query<{ type: string; nullable: boolean }>(
    `select case type when 'integer' then 'int' when 'smallint' then 'int' when 'timestamp with time zone' then 'timestamptz'
        when 'double precision' then 'float8' when 'character' then 'text' else type end as type, nullable
     from (select format_type(f.type, null) as type, coalesce(not a.attnotnull, false) as nullable, f.place
       from unnest($1::oid[], $2::oid[], $3::int[]) with ordinality f (type, relation, number, place)
       left join pg_attribute a on a.attrelid = f.relation and a.attnum = f.number and f.relation <> 0) answered
     order by place`,
    [
      fields.map((field) => field.dataTypeID),
      fields.map((field) => field.tableID),
      fields.map((field) => field.columnID),
    ],
  )
  const answered = new Map(fields.map(({ name }, place) => [name, rows[place]]))
  const missing = Object.keys(columns).filter((name) => !answered.has(name))
  return [
    ...missing.map((name) => `answers no ${name}`),
    ...[...answered].flatMap(([name, { type = '', nullable = false } = {}]) => {
      const column = columns[name]
      if (column === undefined) return [`answers ${name}, which is not declared`]
      const told = typeof column === 'object' ? column.type : column
      if (told.replace('?', '') !== type) return [`${name} is ${type} and not ${told}`]
      return nullable && !told.endsWith('?') ? [`${name} may be null`] : []
    }),
  ]
}
