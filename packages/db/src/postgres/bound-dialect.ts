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
  /** For whoever owns the transaction: every statement passes here, and they run in the order they were sent. */
  send(statement: pg.QueryConfig): Promise<pg.QueryResult>
  /** From here no statement of a query builder reaches the client: it may already serve another tenant. */
  close(): void
  /** COMMIT follows the next statement in the same write, and no statement follows COMMIT. */
  commitBehindNext(): void
  /** The COMMIT that was sent behind a statement; undefined when none was. */
  committed(): Promise<pg.QueryResult> | undefined
  /** Why the transaction can only end in ROLLBACK: the error of the first statement that failed. */
  failure(): unknown
}

export type Sending = { pipeline: boolean; statementName: (text: string) => string | undefined }

export function bindConnection(client: pg.Client, { pipeline, statementName }: Sending): BoundConnection {
  let open = true
  let isNextLast = false
  let committed: Promise<pg.QueryResult> | undefined
  let failure: unknown
  const send = pipeline ? together(client) : oneByOne(client)

  return {
    send,
    close() {
      open = false
    },
    commitBehindNext() {
      isNextLast = true
    },
    committed: () => committed,
    failure: () => failure,
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      if (!open) throw new Error('the transaction is over: a query was not awaited inside it')
      const name = statementName(sql)
      const answer = send({ text: sql, values: [...parameters], ...(name && { name }) })
      if (isNextLast) {
        open = false
        committed = send({ text: 'commit' })
        committed.catch(() => {})
      }
      const { command, rowCount, rows } = await answer.catch((error: unknown) => {
        failure ??= error
        throw error
      })
      return command === 'SELECT' || rowCount === null ? { rows } : { rows, numAffectedRows: BigInt(rowCount) }
    },
    async *streamQuery() {
      throw new Error('a tenant transaction does not stream')
    },
  }
}

/** What is sent in one turn of the event loop leaves in one write: a write and the wake-up behind it cost more than SQL. */
function together(client: pg.Client): BoundConnection['send'] {
  const { stream } = client.connection
  let held = false
  return (statement) => {
    if (!held) {
      held = true
      stream.cork()
      process.nextTick(() => {
        held = false
        stream.uncork()
      })
    }
    return client.query(statement)
  }
}

/** A client that does not pipeline is asked for one thing at a time. */
function oneByOne(client: pg.ClientBase): BoundConnection['send'] {
  let last: Promise<unknown> = Promise.resolve()
  return (statement) => {
    const answer = last.then(() => client.query(statement))
    last = answer.catch(() => {})
    return answer
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
