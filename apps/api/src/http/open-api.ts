import type { AnyTRPCRouter } from '@trpc/server'
import * as z from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi'
import { writeMoment } from './moment-schema.ts'
import { type Described, describeProcedures } from './procedures.ts'
import { isReplayed } from './replayed.ts'

type Document = ReturnType<typeof createDocument>

const problemSchema: NonNullable<NonNullable<Document['components']>['schemas']>[string] = {
  type: 'object',
  description: 'RFC 9457. A refusal has its facts, such as what was left.',
  required: ['type', 'title', 'status', 'code', 'requestId'],
  properties: {
    type: { type: 'string', description: 'about:blank, or urn:mainstay:refusal:<code> where a business rule said no' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable; for a refusal noun.reason' },
    requestId: { type: 'string', description: 'Quote it when you ask us' },
    facts: { type: 'object', description: 'What the refusal knows, by its code', additionalProperties: true },
    errors: {
      type: 'array',
      description: 'What is wrong with the input, and where',
      items: {
        type: 'object',
        required: ['pointer', 'message'],
        properties: { pointer: { type: 'string', description: 'JSON pointer' }, message: { type: 'string' } },
      },
    },
  },
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header' as const,
  required: false,
  schema: { type: 'string' as const, minLength: 1, maxLength: 255 },
  description:
    'The same key with the same body answers as the first time, for 48 hours. With another body it is 422, while the first is running 409.',
}

/** OpenAPI 3.1 of everything served under /v1. */
export function openApiDocument(router: AnyTRPCRouter): Document {
  const paths: ZodOpenApiPathsObject = {}
  for (const procedure of describeProcedures(router)) {
    const { rest } = procedure.meta
    if (rest) paths[rest.path] = { ...paths[rest.path], [rest.method.toLowerCase()]: operationOf(procedure) }
  }
  return createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Mainstay',
        description: [
          'The back end of a marketplace. Amounts are integers in the minor unit of their currency.',
          'Moments are ISO 8601 with their offset; a day alone begins at midnight UTC.',
          'A field that an operation does not know is refused with 400, in the query, in the body and anywhere within it.',
        ].join(' '),
        version: '1',
      },
      servers: [{ url: '/v1' }],
      paths,
      components: {
        securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'Authorization: Bearer mk_…' } },
        schemas: { Problem: problemSchema },
        responses: {
          Problem: {
            description: 'It was not done, and why',
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        },
      },
    },
    { override: writeMoment },
  )
}

function operationOf(procedure: Described): ZodOpenApiOperationObject {
  const { path, meta, input, output } = procedure
  if (!meta.rest || !output) throw new Error(`${path} has no route or no output`)
  const { method, path: route } = meta.rest
  const inPath = [...route.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? [])
  return {
    operationId: path,
    summary: meta.summary,
    tags: [path.split('.')[0] ?? path],
    ...(meta.permission && {
      security: [{ apiKey: [] }],
      description: `Needs the permission \`${meta.permission}\`.`,
    }),
    ...(isReplayed(procedure) && {
      parameters: [{ ...idempotencyKey, required: meta.needsIdempotencyKey ?? false }],
    }),
    ...requestOf(path, { input, inPath, hasBody: method !== 'GET' && method !== 'DELETE' }),
    responses: {
      '200': {
        description: 'Done',
        content: meta.rest.answer
          ? { [meta.rest.answer]: { schema: { type: 'string' } } }
          : { 'application/json': { schema: meta.views?.storefront ?? output } },
      },
      default: { $ref: '#/components/responses/Problem' },
    },
  }
}

/** Where the fields of the input are sent: those the route names in the path, the rest in the body or the query. */
function requestOf(
  path: string,
  { input, inPath, hasBody }: { input: z.ZodType | undefined; inPath: string[]; hasBody: boolean },
): Pick<ZodOpenApiOperationObject, 'requestParams' | 'requestBody'> {
  const object = input instanceof z.ZodOptional ? input.unwrap() : input
  if (hasBody && inPath.length === 0 && input)
    return { requestBody: { content: { 'application/json': { schema: input } } } }
  if (!(object instanceof z.ZodObject))
    throw new Error(`the input of ${path} is no object, so its route cannot be filled`)
  const fields = Object.entries(object.shape)
  const named = z.object(Object.fromEntries(fields.filter(([name]) => inPath.includes(name))))
  const rest = z.object(Object.fromEntries(fields.filter(([name]) => !inPath.includes(name))))
  return {
    requestParams: { path: named, ...(!hasBody && { query: rest }) },
    ...(hasBody && { requestBody: { content: { 'application/json': { schema: rest } } } }),
  }
}
