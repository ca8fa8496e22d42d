import type { Act } from '@mainstay/domain/command/act'
import { CompiledQuery, Kysely, type KyselyPlugin } from 'kysely'
import pg from 'pg'
import { type BoundConnection, bindConnection, boundDialect, type Sending } from './bound-dialect.ts'
import { columnParsers } from './column-parsers.ts'
import { retryingConflicts } from './conflict.ts'
import { roleTimeouts } from './roles.ts'
import type { DB } from './schema.generated.ts'
import { statementNames } from './statement-names.ts'

export type ConnectOptions = {
  connectionsMax?: number
  applicationName?: string
  /** Off for a pooler that does not keep named statements apart. */
  prepare?: boolean
  /** Off for a pooler that does not take a second statement before the first is answered. */
  pipeline?: boolean
  /** On Citus, so that a tenant's rows and a workflow's are committed together: a statement more, and a slower commit. */
  twoPhase?: boolean
  /** How long a caller waits for a connection to be free or made. */
  connectionTimeoutMillis?: number
  /** Instead of what the role is given by `roleTimeouts`: said in each transaction, a statement more. */
  statementTimeoutMillis?: number
  /** After how long without an answer a server counts as gone silent. */
  answerTimeoutMillis?: number
  lockTimeoutMillis?: number
  idleInTransactionTimeoutMillis?: number
  plugins?: readonly KyselyPlugin[]
  onConnectionError?: (error: Error) => void
  /** A transaction ran into another one and is run again: 40P01, a deadlock, 40001, or 23505, a key drawn twice. */
  onConflict?: (code: string) => void
}

export type Database = Sending & {
  readonly pool: pg.Pool
  readonly timeouts: readonly string[]
  readonly twoPhase: boolean
  readonly plugins: KyselyPlugin[]
  readonly onConflict: (code: string) => void
  close(): Promise<void>
}

type Reads = Pick<
  Kysely<DB>,
  'selectFrom' | 'selectNoFrom' | 'with' | 'withRecursive' | 'fn' | 'case' | 'dynamic' | 'getExecutor'
>
type Writes = Pick<Kysely<DB>, 'insertInto' | 'updateTable' | 'deleteFrom'>

const boundToTenant = Symbol('bound to a tenant')
const mayWrite = Symbol('may write')
const boundToNoTenant = Symbol('bound to no tenant')
const ofOneMoment = Symbol('of one moment')

/** A transaction that sees one tenant. Every `Tx` is a `ReadTx`. Only `inTenant` and `readTenant` make one. */
export type ReadTx = Reads & {
  readonly tenantId: string
  readonly [boundToTenant]: true
  /** Says that the next statement is the last one: of a read, the COMMIT then leaves with it, in one write. */
  readonly endWithNext: () => void
}
/** A transaction that sees and changes one tenant, for one act. Only `inTenant` makes one. */
export type Tx = ReadTx &
  Writes & {
    readonly [mayWrite]: true
    readonly act: Act
    /** The same transaction for an act that differs: of another actor, or with a reason of its own. */
    readonly as: (differing: Partial<Act>) => Tx
    /** Runs `last` after everything else of the transaction: for rows that everybody wants to change. */
    readonly beforeCommit: (last: () => Promise<void>) => void
    /** Runs after even that, and sends one statement: the COMMIT leaves with it, in one write. */
    readonly commitWith: (statement: () => Promise<void>) => void
  }
/** A transaction without a tenant: tables that have none, and what the policies give to app_system. */
export type SystemTx = Reads & Writes & { readonly [boundToNoTenant]: true }

/** An aborted transaction answers COMMIT with ROLLBACK, and no error. */
export class NothingSaved extends Error {
  override name = 'NothingSaved'
}

export function connect(url: string, options: ConnectOptions = {}): Database {
  const pipeline = options.pipeline ?? true
  const prepare = options.prepare ?? true
  const statementTimeoutMillis = options.statementTimeoutMillis ?? roleTimeouts.statement_timeout
  const onConnectionError = options.onConnectionError ?? (() => {})
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connectionsMax ?? 10,
    application_name: options.applicationName ?? 'mainstay',
    pipeline,
    types: columnParsers,
    keepAlive: true,
    connectionTimeoutMillis: options.connectionTimeoutMillis ?? 2_000,
    // The server ends a slow statement; this ends one whose server has gone silent.
    query_timeout: options.answerTimeoutMillis ?? statementTimeoutMillis + 5_000,
  })
  // Without a listener a dropped connection ends the process. The pool repeats what its idle clients have said.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', onConnectionError))
  if (!prepare) pool.on('connect', forgetNames)

  return {
    pool,
    pipeline,
    timeouts: setTimeouts(options),
    twoPhase: options.twoPhase ?? false,
    statementName: prepare ? statementNames() : () => undefined,
    plugins: [...(options.plugins ?? [])],
    onConflict: options.onConflict ?? (() => {}),
    close: () => pool.end(),
  }
}

/** Asks the server to keep no statement, whoever gave it a name. */
function forgetNames(client: pg.PoolClient): void {
  const { query } = client
  Object.assign(client, {
    query: (statement: unknown, ...rest: unknown[]) => Reflect.apply(query, client, [unnamed(statement), ...rest]),
  })
}

function unnamed(statement: unknown): unknown {
  const isNamed = typeof statement === 'object' && statement !== null && 'name' in statement
  return isNamed ? { ...statement, name: undefined } : statement
}

/** Until the transaction ends and no longer: the connection may be a pooler's, and the next transaction another's. */
function setTimeouts(options: ConnectOptions): string[] {
  const settings = {
    statement_timeout: options.statementTimeoutMillis,
    lock_timeout: options.lockTimeoutMillis,
    idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMillis,
  }
  return Object.entries(settings).flatMap(([name, millis]) =>
    millis === undefined ? [] : [`set local ${name} = '${millis}'`],
  )
}

/**
 * Runs `fn` in one transaction that sees and changes only this tenant, and knows whose act it is. After a deadlock, a
 * serialization failure or a key that was drawn twice it runs again from the start, so `fn` changes nothing but the
 * database.
 */
export function inTenant<R>(
  db: Database,
  { tenantId, act }: { tenantId: string; act: Act },
  fn: (tx: Tx) => Promise<R>,
): Promise<R> {
  return retryingConflicts(db, () =>
    transact(db, { begin: 'begin', tenantId }, async (queriesOf, commitBehindNext) => {
      const waiting: (() => Promise<void>)[] = []
      let ending: (() => Promise<void>) | undefined
      const bound = {
        tenantId,
        beforeCommit: (last) => void waiting.push(last),
        commitWith: (statement) => {
          ending = statement
        },
        endWithNext: () => {},
        [boundToTenant]: true,
        [mayWrite]: true,
      } as const satisfies Partial<Tx>
      const txOf = (of: Act): Tx =>
        Object.assign(queriesOf(), bound, { act: of, as: (differing: Partial<Act>) => txOf({ ...of, ...differing }) })
      const result = await fn(txOf(act))
      for (const last of waiting) await last()
      // What comes later would be lost: as with a query, it was not awaited inside the transaction.
      Object.freeze(waiting)
      if (ending !== undefined) {
        commitBehindNext()
        await ending()
      }
      return result
    }),
  )
}

/** Runs `fn` in one read-only transaction that sees only this tenant. The answer does not wait for the COMMIT. */
export function readTenant<R>(db: Database, tenantId: string, fn: (tx: ReadTx) => Promise<R>): Promise<R> {
  return readIn(db, { begin: 'begin read only', tenantId }, fn)
}

/** A read of one tenant as it was at one moment, however many statements it takes. Only `readSnapshot` makes one. */
export type SnapshotTx = ReadTx & { readonly [ofOneMoment]: true }

/** As `readTenant`, and nothing that is committed meanwhile shows. */
export function readSnapshot<R>(db: Database, tenantId: string, fn: (tx: SnapshotTx) => Promise<R>): Promise<R> {
  return readIn(db, { begin: 'begin isolation level repeatable read read only', tenantId }, fn)
}

function readIn<R>(
  db: Database,
  of: { begin: Begin; tenantId: string },
  fn: (tx: SnapshotTx) => Promise<R>,
): Promise<R> {
  const bound = { tenantId: of.tenantId, [boundToTenant]: true, [ofOneMoment]: true } as const
  return retryingConflicts(db, () =>
    transact(db, of, (queriesOf, endWithNext) => fn(Object.assign(queriesOf(), bound, { endWithNext }))),
  )
}

/** Runs `fn` in one transaction without a tenant; a tenant's rows show only to a role whose policy says so. */
export function acrossTenants<R>(db: Database, fn: (tx: SystemTx) => Promise<R>): Promise<R> {
  return retryingConflicts(db, () =>
    transact(db, { begin: 'begin' }, (queriesOf) =>
      fn(Object.assign(queriesOf(), { [boundToNoTenant]: true } as const)),
    ),
  )
}

/** One statement of plain SQL with its parameters. The caller vouches for the shape of the rows. */
export async function raw<Row>(tx: ReadTx | SystemTx, text: string, values: readonly unknown[]): Promise<Row[]> {
  const executor = tx.getExecutor()
  const statement = CompiledQuery.raw(text, [...values])
  // Plain text has nothing to transform, but a plugin may refuse it.
  executor.transformQuery(statement.query, statement.queryId)
  const { rows } = await executor.executeQuery<Row>(statement)
  return rows
}

type Begin = 'begin' | 'begin read only' | 'begin isolation level repeatable read read only'

async function transact<R>(
  db: Database,
  { begin, tenantId }: { begin: Begin; tenantId?: string },
  fn: (queriesOf: () => Kysely<DB>, endWithNext: () => void) => Promise<R>,
): Promise<R> {
  const opening = [begin, ...db.timeouts]
  if (tenantId !== undefined) opening.push(setTenant(tenantId))
  if (tenantId !== undefined && begin === 'begin') opening.push(db.twoPhase ? touchBothSides : planOnce)
  const client = await db.pool.connect()
  const connection = bindConnection(client, db)
  // Not awaited: the first statement of fn travels behind it. Where it fails, that fails too or sees no row.
  const opened = connection.send({ text: opening.join('; ') })
  opened.catch(() => {})

  let result: R
  try {
    const queriesOf = () => new Kysely<DB>({ dialect: boundDialect(connection), plugins: db.plugins })
    result = await fn(queriesOf, connection.commitBehindNext)
    await opened
    if (begin !== 'begin' && connection.failure() !== undefined) throw new Error('a read failed and was ignored')
  } catch (error) {
    connection.close()
    await rollBack(client, connection)
    await opened
    throw isAfterFailure(error) ? connection.failure() : error
  }

  connection.close()
  const committed = commit(client, connection)
  if (begin === 'begin') await committed
  else committed.catch(() => {})
  return result
}

/** Of statements sent together the first may fail for a reason, and those behind it only because it failed. */
function isAfterFailure(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === inFailedTransaction
}

/**
 * What a mutation asks is asked by keys. PostgreSQL takes an array of them to hold ten, finds a plan for two cheaper, and
 * so makes one anew each time, which costs more than the statement. Not on Citus, which plans for a tenant it knows.
 */
const planOnce = 'set local plan_cache_mode = force_generic_plan'

/** Makes the commit two-phase without changing a row: packages/db/citus/distribute.sql. */
const touchBothSides = 'delete from app.two_phase where false'

/**
 * SET takes no parameters, and of what takes one (a function that executes SET: `set_config` does not reach the workers of
 * Citus) a call costs more than the rest of the opening. Nothing but a UUID is written into it.
 */
function setTenant(tenantId: string): string {
  if (!uuidForm.test(tenantId)) throw new Error(`not the id of a tenant: ${tenantId}`)
  return `set local app.tenant_id = '${tenantId}'`
}

const uuidForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

async function commit(client: pg.PoolClient, connection: BoundConnection): Promise<void> {
  const { command } = await (connection.committed() ?? connection.send({ text: 'commit' })).catch((error: unknown) => {
    client.release(true)
    throw error
  })
  client.release()
  if (command !== 'COMMIT') throw new NothingSaved('nothing was saved: a statement failed and its error was ignored')
}

async function rollBack(client: pg.PoolClient, connection: BoundConnection): Promise<void> {
  // COMMIT after a statement that failed is a ROLLBACK.
  const broken = await (connection.committed() ?? connection.send({ text: 'rollback' })).then(
    () => false,
    () => true,
  )
  client.release(broken)
}

const inFailedTransaction = '25P02'
