import { Moment } from '@mainstay/domain/command/written'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { appRouter } from '../router/router.ts'
import { writeMoment } from './moment-schema.ts'
import { describeProcedures } from './procedures.ts'

const Type = z.union([z.string(), z.array(z.string())]).optional()
const Node = z.looseObject({ type: Type, anyOf: z.array(z.unknown()).optional() })

/** What an input takes. A date alone is nothing that REST can send: it is left without a type. */
function inputSchema(input: z.ZodType) {
  return z.toJSONSchema(input, {
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
    override: (each) => {
      if (each.zodSchema._zod.def.type !== 'date') writeMoment(each)
    },
  })
}

/** What of an input has no end, by where it stands in its schema. */
function endlessParts(input: z.ZodType): string[] {
  return endlessWithin(inputSchema(input), '')
}

/** What of an input takes fields that it does not know. */
function loosePartsWithin(schema: unknown, at: string): string[] {
  const { type, anyOf = [], ...node } = Node.parse(schema)
  const named = Object.entries(z.record(z.string(), z.unknown()).parse(node['properties'] ?? {}))
  return [
    ...(type === 'object' && node['additionalProperties'] === undefined ? [at] : []),
    ...named.flatMap(([name, field]) => loosePartsWithin(field, `${at}/${name}`)),
    ...('items' in node ? loosePartsWithin(node['items'], `${at}/*`) : []),
    ...anyOf.flatMap((each) => loosePartsWithin(each, at)),
  ]
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
      return options || only || maxLength || format === 'uuid' || format === 'date-time' || hasFiniteForm(pattern)
        ? []
        : [`string ${at}`]
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

test.each(describeProcedures(appRouter).map(({ path, input }) => [path, input] as const))(
  'a field that %s does not know is refused, wherever it stands',
  (_path, input) => {
    expect(input && loosePartsWithin(inputSchema(input), '')).toEqual([])
  },
)

test('what takes any field is found where it stands', () => {
  const line = z.object({ sku: z.string(), price: z.strictObject({ amount: z.int() }) })
  const input = z.strictObject({ lines: z.array(line), buyer: z.union([z.object({}), z.null()]).optional() })
  expect(loosePartsWithin(inputSchema(input), '')).toEqual(['/lines/*', '/buyer'])
})

test('what has no end is found where it stands', () => {
  const input = z.object({
    code: z.enum(['a']),
    note: z.string().trim().nullable(),
    country: z.string().regex(/^[A-Z]{2}$/),
    number: z.string().regex(/^[A-Z]+-$/),
    lines: z.array(z.object({ sku: z.string().max(10), tags: z.array(z.uuid()).optional() })).max(3),
    at: z.date(),
    from: Moment,
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
