import { type KyselyPlugin, PostgresQueryCompiler } from 'kysely'

/**
 * Fails every statement that reads or writes a tenant's table without saying which tenant. Row security would hide the
 * omission; a database distributed by tenant would ask every node.
 */
export function tenantGuard(tenantTables: readonly string[]): KyselyPlugin {
  const compiler = new PostgresQueryCompiler()
  const passed = new Set<string>()

  return {
    transformQuery({ node, queryId }) {
      const { sql } = compiler.compileQuery(node, queryId)
      if (passed.has(sql)) return node
      const unguarded = tablesWithoutTenant(sql, tenantTables)
      if (unguarded.length > 0) throw new Error(`no tenant_id for ${unguarded.join(', ')} in: ${sql}`)
      passed.add(sql)
      return node
    },
    transformResult: async ({ result }) => result,
  }
}

/** The references (alias, or table) of a statement whose tenant_id is neither compared, joined on nor inserted. */
export function tablesWithoutTenant(sql: string, tenantTables: readonly string[]): string[] {
  const text = sql
    .replace(/'(?:[^']|'')*'/g, "''")
    .replace(/--.*$/gm, '')
    .replaceAll('"', '')
    .replace(/\s+/g, ' ')
    .toLowerCase()
  const isNamed = (reference: string) => {
    const column = `${reference}\\.tenant_id`
    return new RegExp(
      `\\b${column} ?(=|in\\b)|= ?${column}\\b|\\(${column} ?,[^()]*\\) ?(=|in\\b)|using ?\\( ?tenant_id\\b`,
    ).test(text)
  }
  const unnamed = references(text, tenantTables).filter((reference) => !isNamed(reference))
  const bare = text.match(/(?<![.\w])tenant_id ?(=|in\b)|\((?<![.\w])tenant_id ?,[^()]*\) ?(=|in\b)/g) ?? []
  const inserts = insertsWithoutTenant(text, tenantTables)
  return [...inserts, ...unnamed.slice(bare.length)]
}

const notAnAlias =
  /^(as|on|set|where|join|inner|left|right|full|cross|natural|using|order|group|having|limit|for|returning|union|values|select|with|when|window|fetch|offset|tablesample)$/

// A table stands after these words, or after a comma in a list that began with `from`.
const tableReference =
  /(?<=\b(?:join|update|using) (?:only )?|\bfrom (?:only )?(?:[\w.]+(?: as)?(?: \w+)? ?, ?)*)(?:public\.)?(\w+)(?: as)?(?: (\w+))?/g

function references(text: string, tenantTables: readonly string[]): string[] {
  const found = text.matchAll(tableReference)
  return [...found].flatMap(([, table, alias]) => {
    if (table === undefined || !tenantTables.includes(table)) return []
    return [alias === undefined || notAnAlias.test(alias) ? table : alias]
  })
}

function insertsWithoutTenant(text: string, tenantTables: readonly string[]): string[] {
  const found = text.matchAll(/\binsert into (?:public\.)?(\w+)(?: as \w+)? ?\(([^)]*)\)/g)
  return [...found].flatMap(([, table, columns]) =>
    table !== undefined && tenantTables.includes(table) && !/\btenant_id\b/.test(columns ?? '') ? [table] : [],
  )
}
