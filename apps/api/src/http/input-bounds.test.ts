import { expect, test } from 'vitest'
import * as z from 'zod'
import { appRouter } from '../router/router.ts'
import { describeProcedures } from './procedures.ts'

const Type = z.union([z.string(), z.array(z.string())]).optional()
const Node = z.looseObject({ type: Type, anyOf: z.array(z.unknown()).optional() })

/** A moment is fine where its text is read too, as REST and the client send it. */
const moment = { type: 'integer', description: 'a moment' }

/** What of an input has no end, by where it stands in its schema. */
function endlessParts(input: z.ZodType): string[] {
  const schema = z.toJSONSchema(input, {
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
    override({ zodSchema, jsonSchema }) {
      const { def } = zodSchema._zod
      if (def.type === 'date' && 'coerce' in def && def.coerce === true) Object.assign(jsonSchema, moment)
    },
  })
  return endlessWithin(schema, '')
}

function endlessWithin(schema: unknown, at: string): string[] {
  const { type, enum: options, const: only, format, pattern, maxLength, maxItems, ...node } = Node.parse(schema)
  if (node.anyOf) return node.anyOf.flatMap((each) => endlessWithin(each, at))
  if (type === 'null') return []
  switch ([type].flat().find((each) => each !== 'null')) {
    case 'object': {
      const fields = z.record(z.string(), z.unknown()).parse(node['properties'] ?? {})
      const named = Object.entries(fields).flatMap(([name, field]) => endlessWithin(field, `${at}/${name}`))
      return typeof node['additionalProperties'] === 'object' ? [...named, `record ${at}`] : named
    }
    case 'array':
      return [...(maxItems === undefined ? [`array ${at}`] : []), ...endlessWithin(node['items'], `${at}/*`)]
    case 'string':
      return options || only || maxLength || format === 'uuid' || hasFiniteForm(pattern) ? [] : [`string ${at}`]
    case 'number':
    case 'integer':
    case 'boolean':
      return []
    default:
      return options || only ? [] : [`anything ${at}`]
  }
}

/** Anchored at both ends, and nothing in it repeats without end. */
function hasFiniteForm(pattern: unknown): boolean {
  return typeof pattern === 'string' && /^\^[^*+|]*\$$/.test(pattern) && !/\{\d+,\}/.test(pattern)
}

test.each(describeProcedures(appRouter).map(({ path, input }) => [path, input] as const))(
  'every part of the input of %s has an end',
  (_path, input) => {
    expect(input && endlessParts(input)).toEqual([])
  },
)

test('what has no end is found where it stands', () => {
  const input = z.object({
    code: z.enum(['a']),
    note: z.string().trim().nullable(),
    country: z.string().regex(/^[A-Z]{2}$/),
    number: z.string().regex(/^[A-Z]+-$/),
    lines: z.array(z.object({ sku: z.string().max(10), tags: z.array(z.uuid()).optional() })).max(3),
    at: z.date(),
    from: z.coerce.date(),
    status: z.union([z.literal('open'), z.array(z.string().max(3))]),
    more: z.record(z.string(), z.int()),
  })
  const found = [
    'string /note',
    'string /number',
    'array /lines/*/tags',
    'anything /at',
    'array /status',
    'record /more',
  ]
  expect(endlessParts(input)).toEqual(found)
})
