import { expect, test } from 'vitest'
import * as z from 'zod'
import { appRouter } from '../router/router.ts'
import { describeProcedures } from './procedures.ts'

/** Taken as they are, and why. */
const asTheyAre: Record<string, string> = {
  '/password': 'a blank in a password is part of it',
  '/cursor': 'a text of ours that is read back',
  '/address': 'the query of an address, of which the list keeps what it knows',
  '/columns': 'names of columns, of which the list takes those it has',
  '/query': 'what is searched for is compared, not kept',
  '/action': 'one of our words, compared and not kept',
  '/subjectType': 'one of our words, compared and not kept',
  '/kind': 'one of our words, compared and not kept',
}

/** Texts in pieces, with blanks around them, with what nobody sees in them. */
const asWritten = ['Cafe\u0301 au lait', '\u00A0Caf\u00E9 au lait\u3000', 'Ca\u200Bfe']

/** Where an input takes one of those and keeps it so. */
function looseTexts(schema: unknown, at = ''): string[] {
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([name, field]) => looseTexts(field, `${at}/${name}`))
  if (schema instanceof z.ZodArray) return looseTexts(schema.element, `${at}/*`)
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => looseTexts(option, at))
  if (schema instanceof z.ZodRecord)
    return [schema.keyType, schema.valueType].flatMap((of) => looseTexts(of, `${at}/*`))
  if (schema instanceof z.ZodPipe) return looseTexts(schema.in, at)
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return looseTexts(schema.unwrap(), at)
  if (schema instanceof z.ZodString) return asWritten.some((text) => isKeptLoose(schema, text)) ? [at] : []
  return schema === undefined || kindsOfNoText.some((kind) => schema instanceof kind) ? [] : [`not looked at: ${at}`]
}

const kindsOfNoText = [
  z.ZodNumber,
  z.ZodBoolean,
  z.ZodEnum,
  z.ZodLiteral,
  z.ZodDate,
  z.ZodNull,
  z.ZodUUID,
  z.ZodISODate,
  z.ZodISODateTime,
]

function isKeptLoose(schema: z.ZodString, text: string): boolean {
  const { data: kept } = schema.safeParse(text)
  return kept !== undefined && (kept !== kept.normalize('NFC').trim() || kept.includes('\u200B'))
}

const inputs = describeProcedures(appRouter).map(({ path, input }) => [path, input] as const)

test.each(inputs)('every text that %s keeps is composed, and holds nothing that nobody sees', (_path, input) => {
  expect(looseTexts(input).filter((at) => !(at in asTheyAre))).toEqual([])
})

test('what is taken as it is exists', () => {
  const loose = new Set(inputs.flatMap(([, input]) => looseTexts(input)))
  expect([...loose].sort()).toEqual(Object.keys(asTheyAre).sort())
})

test('a text that is kept as it comes is found where it stands', () => {
  const input = z.object({
    name: z.string().trim().max(20),
    code: z.string().regex(/^[A-Z]{2}$/),
    lines: z.array(z.strictObject({ note: z.string().normalize().nullable().default(null) })),
    other: z.union([z.uuid(), z.string().max(9)]).optional(),
    more: z.record(z.string(), z.int()),
    any: z.unknown(),
  })
  expect(looseTexts(input)).toEqual(['/name', '/lines/*/note', '/other', '/more/*', 'not looked at: /any'])
})
