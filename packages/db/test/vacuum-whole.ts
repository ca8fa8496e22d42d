import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'

/**
 * Vacuums until every page is known to be seen by all, so that an index is read without its table: a transaction that is
 * still open somewhere, such as an ANALYZE of the server's own, keeps some from it. All tables where none is named.
 */
export async function vacuumWhole(client: pg.Client, ...tables: string[]): Promise<void> {
  for (;;) {
    await client.query(`vacuum (analyze) ${tables.map((table) => client.escapeIdentifier(table)).join(', ')}`)
    const { rows } = await client.query(
      `select from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relallvisible < relpages
       and (cardinality($1::text[]) = 0 or relname = any($1::text[]))`,
      [tables],
    )
    if (rows.length === 0) return
    await pause(200)
  }
}
