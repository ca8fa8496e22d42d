import type { Column, Table } from './catalogue.ts'

const typeNames: Record<string, string> = {
  bigint: 'number',
  boolean: 'boolean',
  date: 'string',
  inet: 'string',
  integer: 'number',
  smallint: 'number',
  text: 'string',
  'timestamp with time zone': 'Date',
  uuid: 'string',
}

/** The text of `schema.generated.ts`: a column whose CHECK lists its values has their union for a type. */
export function schemaTypes(tables: Table[]): string {
  return `// Generated from the migrated database by \`pnpm generate\`.
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

/** Read as whatever was stored (parse it); written as text, because pg would write an array as an SQL array. */
export type Json = ColumnType<unknown, string, string>

export type DB = {
${tables.map(tableType).join('\n')}
}
`
}

function tableType({ name, columns }: Table): string {
  return `  ${name}: {\n${columns.map((column) => `    ${column.name}: ${columnType(column)}`).join('\n')}\n  }`
}

function columnType(column: Column): string {
  // Generated<Json> would nest one ColumnType in another.
  if (column.type === 'jsonb' && column.hasDefault) return 'ColumnType<unknown, string | undefined, string>'
  const value = `${valueType(column)}${column.nullable ? ' | null' : ''}`
  if (column.generatedAlways) return `GeneratedAlways<${value}>`
  return column.hasDefault ? `Generated<${value}>` : value
}

function valueType({ name, type, values }: Column): string {
  if (values.length > 0) return values.map((value) => `'${value}'`).join(' | ')
  if (type === 'jsonb') return 'Json'
  if (/^character\(\d+\)$/.test(type)) return 'string'
  const element = type.endsWith('[]') ? typeNames[type.slice(0, -2)] : undefined
  const typeName = element === undefined ? typeNames[type] : `${element}[]`
  if (typeName === undefined) throw new Error(`column ${name}: no TypeScript type for ${type}`)
  return typeName
}
