import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { consoleOrigin, consoleSecret, password, type TestApi, testApi } from '../../test/api.ts'
import { consoleHeader } from './caller.ts'

let api: TestApi
beforeAll(async () => {
  api = await testApi()
})
afterAll(() => api.close())

type From = { ip: string; cookie?: string; claims?: string }

/** As a browser at this address signs in through the console, which has the api know the address. */
async function signIn(person: string, secret: string, { ip, cookie, claims }: From) {
  const answer = await api.app.inject({
    method: 'POST',
    url: '/trpc/session.signIn',
    remoteAddress: '127.0.0.1',
    headers: {
      origin: consoleOrigin,
      'content-type': 'application/json',
      'x-forwarded-for': claims === undefined ? ip : `${claims}, ${ip}`,
      [consoleHeader]: consoleSecret,
      ...(cookie !== undefined && { cookie }),
    },
    payload: JSON.stringify({ json: { tenant: 'nordwind', email: `${person}@test.example`, password: secret } }),
  })
  const device = answer.cookies.find(({ name }) => name === 'mainstay-device')
  return {
    status: answer.statusCode,
    retryAfter: Number(answer.headers['retry-after']),
    device: device && { ...device, cookie: `${device.name}=${device.value}` },
  }
}

/** Wrong guesses from many addresses until a stranger has to wait for longer than whoever comes next takes to ask. */
async function storm(person: string, net: string): Promise<void> {
  for (let from = 0; ; from += 1) {
    const { status, retryAfter } = await signIn(person, 'wrong', { ip: `${net}.${from % 250}` })
    if (status === 429 && retryAfter >= 4) return
    if (status === 429) await pause(100)
  }
}

/** The address the audit log has for the session that began last. */
async function startedFrom(): Promise<unknown> {
  const clara = await api.tenant.callerAs('clara')
  const { items } = await clara.audit.list({ action: 'session.start', limit: 2 })
  // The first is that of Clara, who reads the log.
  return items[1]?.changes.find(({ field }) => field === 'ip')?.after
}

test('forty-two wrong guesses through the console close the door to nobody else', async () => {
  for (let guess = 0; guess < 42; guess += 1) await signIn('maria', 'wrong', { ip: '203.0.113.50' })
  expect((await signIn('maria', password, { ip: '203.0.113.50' })).status).toBe(429)
  expect((await signIn('jonas', password, { ip: '203.0.113.50' })).status).toBe(200)
  expect((await signIn('sofie', password, { ip: '203.0.113.51' })).status).toBe(200)
})

test('whoever signed in from an address before passes while their account is stormed', async () => {
  expect((await signIn('aylin', password, { ip: '192.0.2.20' })).status).toBe(200)
  await storm('aylin', '198.51.100')
  const stranger = await signIn('aylin', password, { ip: '192.0.2.21' })
  expect(stranger.status).toBe(429)
  expect(stranger.retryAfter).toBeLessThanOrEqual(15)
  expect((await signIn('aylin', password, { ip: '192.0.2.20' })).status).toBe(200)
})

test('whoever comes with the browser they signed in from passes from anywhere', async () => {
  const { device } = await signIn('priya', password, { ip: '192.0.2.30' })
  expect(device).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
  await storm('priya', '198.51.101')
  expect((await signIn('priya', password, { ip: '192.0.2.31' })).status).toBe(429)
  const again = await signIn('priya', password, { ip: '192.0.2.31', cookie: device?.cookie ?? '' })
  expect(again.status).toBe(200)
  expect(again.device?.value).toBe(device?.value)
})

test("somebody else's browser, or one that somebody made up, is no known place", async () => {
  const { device: claras } = await signIn('clara', password, { ip: '192.0.2.40' })
  await storm('henrik', '198.51.102')
  for (const cookie of [claras?.cookie ?? '', 'mainstay-device=junk', `mainstay-device=${'a'.repeat(40)}`])
    expect((await signIn('henrik', password, { ip: '192.0.2.41', cookie })).status).toBe(429)
})

test('an id put into the browser before is not the one it is known by after', async () => {
  const planted = `mainstay-device=${'b'.repeat(40)}`
  const { device } = await signIn('nils', password, { ip: '192.0.2.60', cookie: planted })
  expect(device?.cookie).toMatch(/^mainstay-device=[a-z2-7]{40}$/)
  expect(device?.cookie).not.toBe(planted)
})

test('one customer of a provider is one address, however many of IPv6 they use', async () => {
  // Until the wait is longer than a guess can take.
  for (let guess = 0, wait = 0; wait < 8 && guess < 500; guess += 1)
    wait = (await signIn('clara', 'wrong', { ip: `2001:db8:7:7:${guess.toString(16)}::1` })).retryAfter || 0
  expect((await signIn('clara', password, { ip: '2001:db8:7:7:ffff::1' })).status).toBe(429)
  expect((await signIn('clara', password, { ip: '2001:db8:7:8::1' })).status).toBe(200)
})

test('the address that is kept is the one that reached the console, whatever the browser claims', async () => {
  await signIn('sofie', password, { ip: '203.0.113.77', claims: '10.0.0.1, 192.0.2.99' })
  expect(await startedFrom()).toBe('203.0.113.77')
})

test('a caller who is not the console cannot say who they are', async () => {
  for (const headers of [
    { 'x-forwarded-for': '192.0.2.20' },
    { 'x-forwarded-for': '192.0.2.20', [consoleHeader]: 'guessed' },
  ]) {
    await api.app.inject({
      method: 'POST',
      url: '/trpc/session.signIn',
      remoteAddress: '203.0.113.88',
      headers: { ...headers, 'content-type': 'application/json' },
      payload: JSON.stringify({ json: { tenant: 'nordwind', email: 'sofie@test.example', password } }),
    })
    expect(await startedFrom()).toBe('203.0.113.88')
  }
})
