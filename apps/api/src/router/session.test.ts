import { insertMember } from '@mainstay/db/access/member'
import { inTenant, raw } from '@mainstay/db/postgres/client'
import { writer } from '@mainstay/db/test/writer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { consoleOrigin, password, type TestApi, testApi } from '../../test/api.ts'

let api: TestApi
beforeAll(async () => {
  api = await testApi()
})
afterAll(() => api.close())

function post(path: string, input: unknown, headers: Record<string, string> = {}) {
  return api.app.inject({
    method: 'POST',
    url: `/trpc/${path}`,
    headers: { origin: consoleOrigin, 'content-type': 'application/json', ...headers },
    payload: JSON.stringify({ json: input }),
  })
}
const me = (cookie?: string) =>
  api.app.inject({ method: 'GET', url: '/trpc/session.me', headers: cookie === undefined ? {} : { cookie } })

const maria = { tenant: 'nordwind', email: 'Maria@test.example', password }

test('signing in sets a cookie that scripts cannot read, and the cookie says who is there', async () => {
  const signedIn = await post('session.signIn', maria)
  expect(signedIn.statusCode).toBe(200)
  expect(signedIn.json().result.data.json.member.name).toBe('Maria Lindholm')
  const [cookie] = signedIn.cookies
  expect(cookie).toMatchObject({ name: 'mainstay', httpOnly: true, sameSite: 'Lax', path: '/' })
  expect(signedIn.headers['cache-control']).toBe('no-store')
  expect(signedIn.body).not.toContain(cookie?.value)

  const answer = await me(`mainstay=${cookie?.value}`)
  expect(answer.json().result.data.json).toMatchObject({
    tenant: { slug: 'nordwind', currency: 'EUR' },
    member: { email: 'maria@test.example' },
    roles: [{ key: 'finance', name: 'Finance', orgUnit: 'Nordwind Supply', reach: 'subtree' }],
    limits: [{ permission: 'refund.approve', limit: { amount: 500_000, currency: 'EUR' } }],
  })
})

test.each([
  ['NORDWIND', 'MARIA@TEST.EXAMPLE'],
  [' Nordwind\u00A0\n', '\tmaria@test.example '],
  ['\uFEFFnord\u200Bwind', ' Maria@Test.Example'],
])('a workspace and an address are known however they are typed or pasted: %j, %j', async (tenant, email) => {
  const signedIn = await post('session.signIn', { tenant, email, password })
  expect(signedIn.json().result?.data.json.member.name).toBe('Maria Lindholm')
})

test('a member signs in with the domain of their address in its letters or in ASCII, however it was written down', async () => {
  const { operator, id, member } = api.tenant
  await inTenant(api.database.rw, writer(id), async (tx) => {
    const [known] = await raw<{ password_hash: string }>(
      tx,
      'select password_hash from member where tenant_id = $1 and id = $2',
      [tx.tenantId, member('maria').id],
    )
    const hired = { title: 'Books', orgUnitId: operator.id, passwordHash: known?.password_hash ?? '' }
    await insertMember(tx, { ...hired, name: 'Bea Bücher', email: 'Bea@Bücher.example' })
    await insertMember(tx, { ...hired, name: 'Ola Øl', email: 'ola@xn--l-4ga.example' })
  })
  const forms = {
    'bea@bücher.example': ['bea@xn--bcher-kva.example', 'BEA@BÜCHER.example', 'bea@bu\u0308cher.example'],
  }
  for (const [written, typed] of Object.entries({ ...forms, 'ola@xn--l-4ga.example': ['ola@øl.example'] }))
    for (const email of [written, ...typed]) {
      const signedIn = await post('session.signIn', { tenant: 'nordwind', email, password })
      expect(signedIn.json().result?.data.json.member.email, email).toBe(written)
    }
  const twice = inTenant(api.database.rw, writer(id), (tx) =>
    insertMember(tx, {
      name: 'Bea Bücher',
      email: 'bea@xn--bcher-kva.example',
      title: 'Books',
      orgUnitId: operator.id,
      passwordHash: 'x',
    }),
  )
  await expect(twice).rejects.toThrow(/member_email_compared/)
})

test('a wrong password is 401 in words that give nothing away', async () => {
  const answer = await post('session.signIn', { ...maria, password: 'wrong' })
  expect(answer.statusCode).toBe(401)
  expect(answer.json().error.json.data.refusal).toEqual({ code: 'session.wrong_credentials' })
  expect(answer.cookies).toEqual([])
})

test('guessing is slowed down, and told for how long', async () => {
  const guess = { tenant: 'nordwind', email: 'guessed@test.example', password: 'wrong' }
  const answers = await Promise.all(Array.from({ length: 16 }, () => post('session.signIn', guess)))
  const slowed = answers.filter(({ statusCode }) => statusCode === 429)
  expect(slowed.length).toBeGreaterThan(0)
  expect(Number(slowed[0]?.headers['retry-after'])).toBeGreaterThan(0)
})

test('input that is not valid is named field by field', async () => {
  const answer = await post('session.signIn', { tenant: '', email: 'maria', password })
  expect(answer.statusCode).toBe(400)
  expect(answer.json().error.json.data.issues).toEqual([
    { pointer: '/tenant', message: 'Enter your workspace' },
    { pointer: '/email', message: 'Enter an e-mail address such as name@company.com' },
  ])
})

test('nobody is nobody', async () => {
  expect((await me()).statusCode).toBe(401)
  expect((await me('mainstay=junk')).statusCode).toBe(401)
})

test('signing in again ends the session before', async () => {
  const before = await api.tenant.cookieOf('maria')
  expect((await post('session.signIn', maria, { cookie: before })).statusCode).toBe(200)
  expect((await me(before)).statusCode).toBe(401)
})

test('signing out ends the session and takes the cookie back', async () => {
  const cookie = await api.tenant.cookieOf('jonas')
  expect((await me(cookie)).statusCode).toBe(200)
  const answer = await post('session.signOut', {}, { cookie })
  expect(answer.cookies[0]).toMatchObject({ name: 'mainstay', value: '' })
  expect((await me(cookie)).statusCode).toBe(401)
})

test('a foreign page can neither act with our cookie nor sign its reader in', async () => {
  const cookie = await api.tenant.cookieOf('jonas')
  const origin = 'https://evil.example'
  expect((await post('session.signOut', {}, { cookie, origin })).statusCode).toBe(403)
  expect((await post('session.signIn', maria, { origin })).statusCode).toBe(403)
  expect((await me(cookie)).statusCode).toBe(200)
})

test('nothing is changed by a GET', async () => {
  const cookie = await api.tenant.cookieOf('jonas')
  const answer = await api.app.inject({
    method: 'GET',
    url: `/trpc/session.signOut?input=${encodeURIComponent('{"json":{}}')}`,
    headers: { cookie },
  })
  expect(answer.statusCode).toBe(405)
  expect((await me(cookie)).statusCode).toBe(200)
})
