import { permissionsOf } from '@mainstay/domain/access/role'
import { TRPCError } from '@trpc/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { type TestApi, type TestTenant, testApi } from '../../test/api.ts'
import { type Probe, probes } from '../../test/isolation-probes.ts'
import { appRouter } from '../router/router.ts'
import { CsvLines } from './export.ts'
import { type Described, describeProcedures } from './procedures.ts'

let api: TestApi
beforeAll(async () => {
  api = await testApi()
})
afterAll(() => api.close())

const withIds = describeProcedures(appRouter).filter(({ input }) => input !== undefined && holdsAnId(input))

function holdsAnId(input: z.ZodType): boolean {
  return JSON.stringify(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' })).includes('"format":"uuid"')
}

const ofList = /\.(count|export)$/

/** What else a list answers is asked as the list is. */
function probeOf(path: string): Probe | undefined {
  return probes[path.replace(ofList, '.list')]
}

test('every procedure that takes an id is probed, and no probe is left over', () => {
  const probed = withIds.flatMap(({ path }) => (ofList.test(path) ? [] : [path]))
  expect(Object.keys(probes).sort()).toEqual(probed.sort())
})

for (const procedure of withIds) {
  test(`${procedure.path} knows nothing of another tenant's`, async () => {
    const probe = probeOf(procedure.path)
    if (!probe) throw new Error(`add ${procedure.path} to test/isolation-probes.ts`)
    const input = await probe.input(api.otherTenant, api)

    const stranger = await answerTo(api.tenant, procedure, input)
    const owner = await answerTo(api.otherTenant, procedure, input)
    if (probe.answer === 'empty page') {
      expect(await rowsIn(stranger)).toBe(0)
      expect(await rowsIn(owner)).toBeGreaterThan(0)
    } else if (probe.answer === 'each refused') {
      const unknown = { refused: [{ refusal: { code: 'bulk.not_found' } }] }
      expect(stranger).toMatchObject({ done: [], ...unknown })
      expect(owner).not.toMatchObject(unknown)
    } else {
      expect(stranger).toBe('NOT_FOUND')
      expect(owner).not.toBe('NOT_FOUND')
      expect(owner).not.toBe('BAD_REQUEST')
    }
  })
}

const PageOrCount = z.object({ items: z.array(z.unknown()).default([]), count: z.int().optional() })

/** How many rows a page, a count or a table has. */
async function rowsIn(answer: unknown): Promise<number> {
  const table = CsvLines.safeParse(answer)
  if (!table.success) {
    const { items, count } = PageOrCount.parse(answer)
    return count ?? items.length
  }
  let lines = 0
  for await (const text of table.data) lines += text.split('\r\n').length - 1
  return lines - 1
}

/** What the procedure answers there, or the code of its error: as the administrator, or as a program where he may not. */
async function answerTo(tenant: TestTenant, { path, meta }: Described, input: unknown): Promise<unknown> {
  const { permission } = meta
  const mayAdministrator = permission === undefined || permissionsOf('administrator').includes(permission)
  const call = mayAdministrator ? tenant.callAs('henrik', path, input) : tenant.callWithKey([permission], path, input)
  return call.catch((error: unknown) => {
    if (error instanceof TRPCError) return error.code
    throw error
  })
}
