import { permissionsOf } from '@mainstay/domain/access/role'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { consoleOrigin, type TestApi, testApi } from '../../test/api.ts'
import { probes } from '../../test/isolation-probes.ts'
import { appRouter } from '../router/router.ts'
import { openApiDocument } from './open-api.ts'
import { type Described, describeProcedures } from './procedures.ts'

let api: TestApi
beforeAll(async () => {
  api = await testApi()
})
afterAll(() => api.close())

const { paths } = JSON.parse(JSON.stringify(openApiDocument(appRouter)))
const operations = describeProcedures(appRouter).filter(({ meta }) => meta.rest !== undefined)

/** What those are asked with that name nothing of the tenant, and cannot be asked with nothing. */
const inputs: Record<string, object> = {
  'savedView.save': { list: 'purchase', name: 'Paid', address: 'payment=paid' },
  'seller.create': { name: 'Blom', email: 'post@blom.example', country: 'DE', registrationNumber: 'HRB 1' },
  'tenantSetting.change': { unpaidMinutes: 90, version: 0 },
}

/** No key is like this, so whoever would keep an answer under it says so before anything is done. */
const malformedKey = 'not a key'

test.each(operations)('$path is replayed if, and only if, the document says so', async (operation) => {
  const { statusCode, body } = await ask(operation)
  const isKeyRead = body.includes('idempotency.malformed_key')
  // Whoever is refused for anything else was never asked whether it would keep an answer.
  if (!isKeyRead) expect(statusCode, body.slice(0, 300)).toBe(200)
  expect(isKeyRead).toBe(promisesReplay(operation))
})

test('what only reads promises nothing, whatever the method it is asked by', () => {
  const asked = (path: string) => operations.filter((each) => each.path === path).map(promisesReplay)
  expect([asked('purchase.quote'), asked('refund.preview'), asked('purchase.export')]).toEqual([
    [false],
    [false],
    [false],
  ])
  expect(asked('refund.approve')).toEqual([true])
})

function promisesReplay({ meta }: Described): boolean {
  const { path = '', method = '' } = meta.rest ?? {}
  const parameters: { name: string }[] = paths[path][method.toLowerCase()].parameters ?? []
  return parameters.some(({ name }) => name === 'Idempotency-Key')
}

async function ask({ path, meta }: Described) {
  const { method = 'GET', path: route = '/' } = meta.rest ?? {}
  const probe = probes[path.replace(/\.(count|export)$/, '.list')]
  const input: Record<string, unknown> = { ...inputs[path], ...Object(await probe?.input(api.tenant, api)) }
  const url = `/v1${route.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(input[name]))}`
  const sent = method === 'GET' ? { query: input as Record<string, string> } : { payload: input }
  return api.app.inject({
    method,
    url,
    ...sent,
    headers: { ...(await credentialsFor(meta)), 'idempotency-key': malformedKey },
  })
}

/** The administrator's, or a program's where he may not. */
async function credentialsFor({ permission }: Described['meta']): Promise<Record<string, string>> {
  if (permission === undefined || permissionsOf('administrator').includes(permission)) {
    return { cookie: await api.tenant.cookieOf('henrik'), origin: consoleOrigin }
  }
  return { authorization: `Bearer ${await api.tenant.apiKey([permission])}` }
}
