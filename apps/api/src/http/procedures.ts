import type { AnyTRPCRouter } from '@trpc/server'
import * as z from 'zod'
import type { Meta } from './trpc.ts'

const Schema = z.custom<z.ZodType>((value) => value instanceof z.ZodType)

const Procedure = z.custom<{ _def: unknown }>().transform(({ _def }) =>
  z
    .object({
      type: z.enum(['query', 'mutation']),
      meta: z.custom<Meta>((value) => typeof value === 'object'),
      inputs: z.array(Schema),
      output: Schema.optional(),
    })
    .parse(_def),
)

/** A procedure as it describes itself; what is made of the router (routes, documents, tests) is made from this. */
export type Described = {
  path: string
  type: 'query' | 'mutation'
  meta: Meta
  input: z.ZodType | undefined
  output: z.ZodType | undefined
}

/** Every procedure of the router, in the order of their paths. */
export function describeProcedures(router: AnyTRPCRouter): Described[] {
  const procedures = z.record(z.string(), Procedure).parse(router._def.procedures)
  return Object.entries(procedures)
    .map(([path, { type, meta, inputs, output }]) => ({ path, type, meta, input: inputs[0], output }))
    .sort((a, b) => a.path.localeCompare(b.path))
}
