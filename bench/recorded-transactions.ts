import { createHash } from 'node:crypto'
import { authenticated, type Context } from '@mainstay/api/http/context'
import { createCallerFactory } from '@mainstay/api/http/trpc'
import { appRouter } from '@mainstay/api/router/router'
import type { Database } from '@mainstay/db/postgres/client'
import type pg from 'pg'
import { v7 } from 'uuid'
import { basket } from './basket.ts'
import type { BenchMarket } from './market.ts'

/**
 * The statements of so many checkouts, each as one transaction with its values: every checkout is really made and then
 * rolled back, so its ids and numbers are free when it is replayed.
 */
export async function recordTransactions(bench: BenchMarket, count: number): Promise<pg.QueryConfig[][]> {
  const recorded: pg.QueryConfig[][] = []
  const db = recording(bench.rw, (transaction) => {
    if (transaction.some(({ text }) => text.includes('insert into purchase'))) recorded.push(transaction)
  })
  const createCaller = createCallerFactory(appRouter)
  for (let index = 0; index < count; index += 1) {
    await createCaller(contextOf(bench, db)).purchase.place(basket(bench, index))
  }
  return recorded
}

function contextOf(bench: BenchMarket, db: Database): Context {
  const now = new Date()
  const authorization = `Bearer ${bench.apiKey}`
  return {
    db,
    ro: bench.ro,
    now,
    requestId: v7(),
    cursorSecret: 'unused here',
    origin: { ip: null, userAgent: null },
    idempotencyKey: v7(),
    sessionCookie: { token: undefined, put: () => {}, remove: () => {} },
    deviceCookie: { put: () => {} },
    authenticate: () => authenticated(bench.rw, { authorization, cookie: undefined, now }),
  }
}

function recording(db: Database, onTransaction: (statements: pg.QueryConfig[]) => void): Database {
  const connect = async () => {
    const client = await db.pool.connect()
    const statements: pg.QueryConfig[] = []
    const query = (statement: string | pg.QueryConfig) => {
      const config = typeof statement === 'string' ? { text: statement } : statement
      statements.push({ ...config, ...(config.values && { name: nameOf(config.text) }) })
      if (config.text !== 'commit') return client.query(config)
      onTransaction(statements)
      return client.query('rollback').then((answer) => ({ ...answer, command: 'COMMIT' }))
    }
    return new Proxy(client, { get: (target, key) => (key === 'query' ? query : bound(target, key)) })
  }
  const pool = new Proxy(db.pool, { get: (target, key) => (key === 'connect' ? connect : bound(target, key)) })
  return { ...db, pool }
}

function bound<T extends object>(target: T, key: string | symbol): unknown {
  const value: unknown = Reflect.get(target, key)
  return typeof value === 'function' ? value.bind(target) : value
}

function nameOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 20)
}
