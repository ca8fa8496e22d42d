import { expect, test } from 'vitest'
import { readEnv } from './env.ts'

const roles = {
  DATABASE_URL_MIGRATOR: 'postgres://app_migrator:a@db/x',
  DATABASE_URL_RW: 'postgres://app_rw:b@db/x',
  DATABASE_URL_RO: 'postgres://app_ro:c@db/x',
  DATABASE_URL_SYSTEM: 'postgres://app_system:d@db/x',
}

test('with nothing said it listens on 4000 for the console on 3000', () => {
  const { config, urls } = readEnv({ ...roles })
  expect(config).toMatchObject({ port: 4000, tls: false, drainMillis: 5000 })
  expect(config.allowedOrigins).toEqual(['http://localhost:3000', 'http://127.0.0.1:3000'])
  expect(urls.app_rw).toBe(roles.DATABASE_URL_RW)
})

test('everything that is wrong is named at once', () => {
  const read = () => readEnv({ ...roles, MAINSTAY_API_PORT: 'http', MAINSTAY_TLS: 'maybe' })
  expect(read).toThrow(/MAINSTAY_API_PORT: .*\n.*MAINSTAY_TLS: /)
})

test('processes that share a database share the secret of cursors, and others do not', () => {
  const { cursorSecret } = readEnv({ ...roles }).config
  expect(readEnv({ ...roles }).config.cursorSecret).toBe(cursorSecret)
  expect(cursorSecret).not.toContain('b@db')
  const elsewhere = readEnv({ ...roles, DATABASE_URL_RW: 'postgres://app_rw:e@db/x' })
  expect(elsewhere.config.cursorSecret).not.toBe(cursorSecret)
})

test('a pooler in between is told of by settings, which are read or refused by name', () => {
  const direct = 'postgres://app_system:d@db/x'
  const { pooler } = readEnv({ ...roles, MAINSTAY_DATABASE_PREPARE: 'false', DATABASE_URL_LISTEN: direct })
  expect(pooler).toEqual({ sending: { prepare: false, pipeline: true, twoPhase: false }, listenUrl: direct })
  const read = () => readEnv({ ...roles, MAINSTAY_DATABASE_PIPELINE: 'no', DATABASE_URL_LISTEN: 'db' })
  expect(read).toThrow(/MAINSTAY_DATABASE_PIPELINE: .*\n.*DATABASE_URL_LISTEN: /)
})

test.each([
  [undefined, 0],
  ['false', 0],
  ['2', 2],
  ['10.0.0.0/8, fd00::/8,192.0.2.1', ['10.0.0.0/8', 'fd00::/8', '192.0.2.1']],
])('proxies in front of us are counted or named: %s', (given, trusted) => {
  expect(readEnv({ ...roles, MAINSTAY_TRUST_PROXY: given }).config.trustedProxies).toEqual(trusted)
})

test.each(['true', 'all', '10.0.0.0/33', '10.0.0.0/8;fd00::/8', ''])(
  'to believe anybody about who calls is no setting: %s',
  (given) => {
    expect(() => readEnv({ ...roles, MAINSTAY_TRUST_PROXY: given })).toThrow(
      /MAINSTAY_TRUST_PROXY: must be false, how many/,
    )
  },
)
