import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { generatedDocuments } from '../documents.ts'
import { describeProcedures } from '../http/procedures.ts'
import { appRouter } from './router.ts'

const procedures = describeProcedures(appRouter)

test.each(procedures.map((procedure) => [procedure.path, procedure] as const))(
  '%s says what goes in, what comes out, what it does and who may call it',
  (path, { type, meta, input, output }) => {
    expect(input, 'input').toBeDefined()
    expect(output, 'output').toBeDefined()
    expect(meta.summary).toMatch(/^[A-Z].{3,}[^.]$/)
    expect([meta.permission, meta.open].filter(Boolean), 'a permission, or why there is none').toHaveLength(1)
    // To do it to many needs no other right than to do it to one.
    const own = path.replace(/Many$/, '')
    const read = `${path.split('.')[0]}.read`
    if (meta.permission !== undefined) expect(type === 'query' ? [own, read] : [own]).toContain(meta.permission)
    if (meta.rest && type === 'mutation') expect(meta.rest.method).not.toBe('GET')
    if (meta.rest && type === 'query' && meta.rest.method !== 'GET')
      expect(meta.rest, 'a query with a body is POSTed').toHaveProperty('method', 'POST')
  },
)

test('no two procedures share a route', () => {
  const routes = procedures.flatMap(({ meta: { rest } }) =>
    rest ? [`${rest.method} ${rest.path.replaceAll(/\{\w+\}/g, '{}')}`] : [],
  )
  expect(routes).toEqual([...new Set(routes)])
})

test.each(Object.entries(generatedDocuments))('%s says what the code says', (name, text) => {
  const file = join(import.meta.dirname, '../../../../docs', name)
  expect(readFileSync(file, 'utf8'), 'run `npm run generate`').toBe(text)
})
