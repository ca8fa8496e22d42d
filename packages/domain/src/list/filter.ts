import * as z from 'zod'
import { Id } from '../command/id.ts'
import { Moment } from '../command/written.ts'
import { Currency } from '../money/currency.ts'

/**
 * What a list can be narrowed by: the parameters of the api it is sent as, and what people may write for it. A kind is all
 * that the address of the console, the suggestions and the condition of the database need to know.
 */
export type Filter = Single | Range

type Single =
  | { kind: 'one'; parameter: string; options: readonly string[]; shape: Shape }
  | { kind: 'some'; parameter: string; options: readonly string[]; shape: Shape }
  | { kind: 'text' | 'search'; parameter: string; lengthMax: number; shape: Shape }
  | { kind: 'id'; parameter: string; noun: string; shape: Shape }

type Range =
  | { kind: 'days'; from: string; to: string; shape: Shape }
  | { kind: 'amounts'; from: string; to: string; currency: string; shape: Shape }

type Shape = Record<string, z.ZodType>

type Values = Record<string, string>

/** One of these values. */
export function oneOf<const Name extends string, V extends Values>(parameter: Name, values: z.ZodEnum<V>) {
  return { kind: 'one', parameter, options: options(values), shape: shapeOf(parameter, values.optional()) } as const
}

/** One of these values, and this one where none is asked for. */
export function oneOfUnless<const Name extends string, V extends Values>(
  parameter: Name,
  values: z.ZodEnum<V>,
  unless: V[keyof V],
) {
  const shape = shapeOf(parameter, values.default(unless as never))
  return { kind: 'one', parameter, options: options(values), shape } as const
}

/** One of these values, or several of them. */
export function someOf<const Name extends string, V extends Values>(parameter: Name, values: z.ZodEnum<V>) {
  const several = z.union([values, z.array(values).max(values.options.length)]).optional()
  return { kind: 'some', parameter, options: options(values), shape: shapeOf(parameter, several) } as const
}

/** Exactly this text. */
export function textOf<const Name extends string>(parameter: Name, lengthMax: number) {
  const shape = shapeOf(parameter, z.string().max(lengthMax).optional())
  return { kind: 'text', parameter, lengthMax, shape } as const
}

const searchedMax = 100

/**
 * What somebody types who names no filter, and where it is looked for. It is called `query` wherever it stands: as a filter, in
 * the address and as a parameter.
 */
export function search(looksIn: string) {
  const shape = shapeOf('query', z.string().trim().max(searchedMax).optional().describe(looksIn))
  return { kind: 'search', parameter: 'query', lengthMax: searchedMax, shape } as const
}

/** What belongs to one thing of that noun. */
export function idOf<const Name extends string>(parameter: Name, noun: string) {
  return { kind: 'id', parameter, noun, shape: shapeOf(parameter, Id.optional()) } as const
}

/** From a moment, and before another; people write days of the marketplace, both included. */
export function days<const From extends string, const To extends string>(from: From, to: To) {
  const shape = { ...shapeOf(from, Moment.optional()), ...shapeOf(to, Moment.optional()) }
  return { kind: 'days', from, to, shape } as const
}

const MinorUnits = z.int('must be a whole number of minor units').optional()

/**
 * From an amount to another in minor units of one currency, both included; people write them as decimals. Amounts of two
 * currencies are never compared: what is of another one is no answer.
 */
export function amounts<const From extends string, const To extends string, const In extends string>(
  from: From,
  to: To,
  currency: In,
) {
  const bound = MinorUnits.describe(`In the minor unit of ${currency}`)
  const code = Currency.optional().describe(
    `Only what is of this currency, an ISO 4217 code. Left out, ${from} and ${to} are of the marketplace's own.`,
  )
  const shape = { ...shapeOf(from, bound), ...shapeOf(to, bound), ...shapeOf(currency, code) }
  return { kind: 'amounts', from, to, currency, shape } as const
}

function shapeOf<Name extends string, S extends z.ZodType>(parameter: Name, schema: S) {
  return { [parameter]: schema } as Record<Name, S>
}

function options(values: z.ZodEnum<Values>): readonly string[] {
  return values.options
}
