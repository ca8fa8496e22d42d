import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type pg from 'pg'

export type BoundConnection = DatabaseConnection & {
  /** From here no statement reaches the client: it may already serve another tenant. */
  close(): void
  /** Whether a statement failed, so that the transaction can only end in ROLLBACK. */
  hasFailed(): boolean
}

export function bindConnection(
  client: pg.ClientBase,
  statementName: (text: string) => string | undefined,
): BoundConnection {
  let open = true
  let failed = false

  return {
    close() {
      open = false
    },
    hasFailed: () => failed,
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      if (!open) throw new Error('the transaction is over: a query was not awaited inside it')
      const name = statementName(sql)
      const values = [...parameters]
      const { command, rowCount, rows } = await client
        .query(name ? { name, text: sql, values } : { text: sql, values })
        .catch((error: unknown) => {
          failed = true
          throw error
        })
      return command === 'SELECT' || rowCount === null ? { rows } : { rows, numAffectedRows: BigInt(rowCount) }
    },
    async *streamQuery() {
      throw new Error('a tenant transaction does not stream')
    },
  }
}

/** A dialect whose only connection is the given one; the transaction around it belongs to the caller. */
export function boundDialect(connection: DatabaseConnection): Dialect {
  const refuse = async () => {
    throw new Error('the transaction is opened and ended by inTenant, readTenant or acrossTenants')
  }

  return {
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createDriver: () => ({
      init: async () => {},
      acquireConnection: async () => connection,
      releaseConnection: async () => {},
      beginTransaction: refuse,
      commitTransaction: refuse,
      rollbackTransaction: refuse,
      destroy: async () => {},
    }),
  }
}
