import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type TestDatabase, testDatabase } from '@mainstay/db/test/database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const Line = z.object({ msg: z.string(), address: z.string().optional() })

test('told to stop, it leaves traffic first, answers what it has, and ends in peace', async () => {
  const { urls } = database
  const api = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: {
      NODE_ENV: 'test',
      DATABASE_URL_MIGRATOR: urls.app_migrator,
      DATABASE_URL_RW: urls.app_rw,
      DATABASE_URL_RO: urls.app_ro,
      DATABASE_URL_SYSTEM: urls.app_system,
      MAINSTAY_API_PORT: '0',
      MAINSTAY_DRAIN_SECONDS: '3',
      LOG_LEVEL: 'info',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(api, 'exit')
  const messages: string[] = []
  const address = Promise.withResolvers<string>()
  createInterface(api.stdout).on('line', (line) => {
    const { msg, address: given } = Line.parse(JSON.parse(line))
    messages.push(msg)
    if (msg === 'listening' && given) address.resolve(given)
  })
  const url = await address.promise
  expect((await fetch(`${url}/readyz`)).status).toBe(200)

  api.kill('SIGTERM')
  let answer = await fetch(`${url}/readyz`)
  while (answer.status === 200) answer = await fetch(`${url}/readyz`)
  expect(await answer.json()).toEqual({ status: 'closing' })
  expect((await fetch(`${url}/v1/system/health`)).status).toBe(200)

  expect(await ended).toEqual([0, null])
  expect(messages.at(-1)).toBe('closed')
})
