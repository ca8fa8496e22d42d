import { globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type AddressInfo, connect as connectSocket, createServer, type LookupFunction, type Socket } from 'node:net'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { afterEach, expect, inject, test } from 'vitest'
import { isConnectionLost, isRefusedByDatabase } from './connection-lost.ts'

const ending: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ending.splice(0)) await end()
})

const server = inject('postgresUrl')

function pool(config: pg.PoolConfig = {}): pg.Pool {
  const made = new pg.Pool({ connectionString: server, connectionTimeoutMillis: 20_000, max: 1, ...config })
  made.on('error', () => {})
  made.on('connect', (client) => client.on('error', () => {}))
  ending.push(() => (made.ending ? Promise.resolve() : made.end()))
  return made
}

const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => expect.fail('nothing was thrown'),
    (error: unknown) => error,
  )

const judged = (error: unknown) => ({ lost: isConnectionLost(error), refused: isRefusedByDatabase(error) })
const isLost = { lost: true, refused: false }
const isRefused = { lost: false, refused: true }
const isNeither = { lost: false, refused: false }

/** A server on this machine that does with each connection what the test says. */
async function serverThat(treats: (socket: Socket) => void): Promise<string> {
  const open = new Set<Socket>()
  const listening = createServer((socket) => {
    open.add(socket.on('error', () => {}))
    treats(socket)
  })
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  ending.unshift(async () => {
    for (const socket of open) socket.destroy()
    listening.close()
  })
  const { port } = listening.address() as AddressInfo
  return `postgres://nobody@127.0.0.1:${port}/none`
}

const ask = (connectionString: string, config: pg.PoolConfig = {}) =>
  errorOf(pool({ connectionString, connectionTimeoutMillis: 500, ...config }).query('select 1'))

function serverUrl(changes: Partial<URL>): string {
  return Object.assign(new URL(server), changes).href
}

test('a coordinator of Citus that goes while it asks its workers is lost, though it calls that an internal error', async () => {
  const saying = (words: string) =>
    errorOf(pool().query(`do $$ begin raise exception '${words}' using errcode = 'XX000'; end $$`))
  expect(judged(await saying('postmaster was shut down, exiting'))).toEqual(isLost)
  expect(judged(await saying('cache lookup failed for relation 1'))).toEqual(isRefused)
})

test.each([
  ['a port nobody listens on', () => ask('postgres://nobody@127.0.0.1:1/none')],
  ['a host nobody knows', () => ask('postgres://nobody@no-such-host.invalid/none', { connectionTimeoutMillis: 5000 })],
  ['a socket file that is not there', () => ask('postgres://nobody@%2Fno%2Fsuch%2Ffolder/none')],
  ['a server that hangs up', async () => ask(await serverThat((socket) => socket.end()))],
  ['a server that breaks the connection', async () => ask(await serverThat((socket) => socket.resetAndDestroy()))],
  ['a server that never answers', async () => ask(await serverThat(() => {}))],
  ['a server of another kind', async () => ask(await serverThat((socket) => socket.end('HTTP/1.1 400 Bad\r\n\r\n')))],
  ['a server without TLS', async () => ask(await serverThat((socket) => socket.write('N')), { ssl: true })],
  ['a user who is not there', () => ask(serverUrl({ username: 'nobody', password: 'wrong' }))],
  ['a database that is not there', () => ask(serverUrl({ pathname: '/no_such_database' }))],
])('%s is a lost connection', async (_what, error) => {
  expect(judged(await error())).toEqual(isLost)
})

test('a session ended by the server is a lost connection, for its statement and for every one after it', async () => {
  const client = await pool().connect()
  const ended = await errorOf(client.query('select pg_terminate_backend(pg_backend_pid())'))
  expect(ended).toMatchObject({ code: '57P01' })
  expect(judged(ended)).toEqual(isLost)
  await new Promise((resolve) => setImmediate(resolve))
  const next = await errorOf(client.query('select 1'))
  expect(judged(next)).toEqual(isLost)
  client.release(true)
})

test('a session ended between two statements is a lost connection', async () => {
  const one = pool()
  const client = await one.connect()
  const gone = new Promise((resolve) => client.once('error', resolve))
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  await pool().query('select pg_terminate_backend($1)', [rows[0]?.pid])
  await gone
  const error = await errorOf(client.query('select 1'))
  expect(error).toMatchObject({ message: expect.stringContaining('not queryable') })
  expect(judged(error)).toEqual(isLost)
  client.release(true)
})

test.each([true, false])('an answer that never comes is a lost connection (pipelined: %s)', async (pipeline) => {
  const error = await errorOf(pool({ query_timeout: 50, pipeline }).query('select pg_sleep(2)'))
  expect(error).toMatchObject({ message: 'Query read timeout' })
  expect(judged(error)).toEqual(isLost)
})

test('a transaction left idle too long is a lost connection', async () => {
  const client = await pool({ idle_in_transaction_session_timeout: 20 }).connect()
  const gone = new Promise<unknown>((resolve) => client.once('error', resolve))
  await client.query('begin')
  expect(judged(await gone)).toEqual(isLost)
  client.release(true)
})

test('no connection to be had in time, and none at all any more, are lost connections', async () => {
  const one = pool({ connectionTimeoutMillis: 50 })
  const held = await one.connect()
  expect(judged(await errorOf(one.query('select 1')))).toEqual(isLost)
  held.release()
  await one.end()
  expect(judged(await errorOf(one.query('select 1')))).toEqual(isLost)
})

test('every address of a host refused is a lost connection', async () => {
  const error = await new Promise((resolve) => {
    const lookup: LookupFunction = (_host, _options, found) =>
      found(
        null,
        [1, 2].map((last) => ({ address: `127.0.0.${last}`, family: 4 })),
      )
    connectSocket({ host: 'two-addresses', port: 1, lookup, autoSelectFamily: true }).on('error', resolve)
  })
  expect(error).toBeInstanceOf(AggregateError)
  expect(judged(error)).toEqual(isLost)
})

test('what was wrapped on its way counts by its causes, however they are tied', () => {
  const cause = Object.assign(new Error('read ETIMEDOUT'), { code: 'ETIMEDOUT' })
  const wrapped: Error = new Error('the order was not saved', {
    cause: new AggregateError([new Error('x', { cause })]),
  })
  expect(judged(wrapped)).toEqual(isLost)
  const circle: Error = new Error('first')
  circle.cause = new Error('second', { cause: circle })
  expect(judged(circle)).toEqual(isNeither)
})

test.each([
  ['a unique key', 'insert into pg_temp.thing values (1), (1)', '23505'],
  ['a statement it cannot read', 'selec 1', '42601'],
  ['text that jsonb cannot hold', `select '"\\ud800"'::jsonb`, '22P02'],
  ['a statement that took too long', 'select pg_sleep(2)', '57014'],
  ['too few parameters', 'select $1::int, $2::int', '08P01'],
])('the database refuses %s, and nothing was applied', async (_what, text, code) => {
  const client = await pool().connect()
  await client.query('create temp table thing (id int unique)')
  await client.query("set statement_timeout = '50ms'")
  const error = await errorOf(client.query(text, code === '08P01' ? [1] : []))
  client.release(true)
  expect(error).toMatchObject({ code })
  expect(judged(error)).toEqual(isRefused)
})

const answered = (code: string, severity = 'ERROR') =>
  Object.assign(new pg.DatabaseError('said by the server', 0, 'error'), { code, severity })

test.each([
  '08000',
  '08006',
  '08007',
  '53100',
  '53200',
  '53300',
  '57P01',
  '57P02',
  '57P03',
  '57P05',
  '58030',
  '25006',
  '25P03',
  '25P04',
  '40003',
])('a server that says %s is a lost connection', (code) => {
  expect(judged(answered(code))).toEqual(isLost)
})

test.each(['40001', '40P01', '55P03', '57014', '25P02', '0A000', 'XX000'])('a server that says %s said no', (code) => {
  expect(judged(answered(code))).toEqual(isRefused)
})

test('a pooler that ends a session is a lost connection, whatever state it gives', () => {
  expect(judged(answered('08P01', 'FATAL'))).toEqual(isLost)
  expect(judged(answered('XX000', 'FATAL'))).toEqual(isLost)
})

test('a fault of our own is neither', () => {
  for (const error of [new TypeError('x is not a function'), new RangeError('amount does not fit'), 'text', undefined])
    expect(judged(error)).toEqual(isNeither)
  const file = Object.assign(new Error("ENOENT: no such file, open 'orders.csv'"), { code: 'ENOENT', syscall: 'open' })
  expect(judged(file)).toEqual(isNeither)
})

test('every error the driver can make has been judged', () => {
  const driver = createRequire(import.meta.url).resolve('pg')
  const driverRequire = createRequire(driver)
  const folders = [
    dirname(driver),
    dirname(driverRequire.resolve('pg-pool')),
    dirname(driverRequire.resolve('pg-protocol')),
  ]
  const files = folders.flatMap((folder) =>
    globSync('**/*.js', { cwd: folder, exclude: (path) => /node_modules|test|native|esm/.test(path) }).map((file) =>
      join(folder, file),
    ),
  )
  const messages = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/new (?:Type)?Error\(\s*[`'"](.+?)[`'"]\s*[,)+]/g)].map(
      ([, text]) => text ?? '',
    ),
  )
  expect(messages.length).toBeGreaterThan(30)
  const ours = [...new Set(messages)].filter((message) => !isConnectionLost(new Error(message)))
  expect(ours.sort()).toEqual([
    '${portalQuery} not supported in pipeline mode',
    'A query must have either text or a name. Supplying neither is unsupported.',
    'Binary mode not supported yet',
    'Buffer lengths must match',
    'Buffers cannot be empty',
    'Called end on pool more than once',
    'Client has already been connected. You cannot reuse a client.',
    'Client was passed a null or undefined query',
    'Invalid sslnegotiation value: "${this.sslnegotiation}". Valid values are "postgres" and "direct".',
    'Passing a function as the first parameter to pool.query is not supported',
    'Password must be a string',
    "Prepared statements must be unique - '${this.name}' was used for a different statement",
    'Query values must be an array',
    'Release called on client which has already been released to the pool.',
    'callback is not a function',
    'circular reference detected while preparing "',
    'first argument must be a Buffer',
    'second argument must be a Buffer',
    'sslnegotiation=direct requires SSL to be enabled',
    'unexpected condition',
  ])
})
