import type { AnyTRPCRouter } from '@trpc/server'
import { generateOpenApiDocument } from 'trpc-to-openapi'

type Document = ReturnType<typeof generateOpenApiDocument>
type Schema = NonNullable<NonNullable<Document['components']>['schemas']>[string]
type Parameter = NonNullable<Operation['parameters']>[number]
type Operation = NonNullable<NonNullable<Document['paths']>[string]['get']>

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const

const problemSchema: Schema = {
  type: 'object',
  description: 'RFC 9457. A refusal adds its facts beside these members.',
  required: ['type', 'title', 'status', 'code', 'requestId'],
  properties: {
    type: { type: 'string', description: 'about:blank, or urn:mainstay:refusal:<code> where a business rule said no' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable; for a refusal noun.reason' },
    requestId: { type: 'string', description: 'Quote it when you ask us' },
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

const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', minLength: 1, maxLength: 255 },
  description:
    'The same key with the same body answers as the first time, for 48 hours. With another body it is 422, while the first is running 409.',
}

/** OpenAPI 3.1 of everything served under /v1. */
export function openApiDocument(router: AnyTRPCRouter): Document {
  const document = generateOpenApiDocument(router, {
    title: 'Mainstay',
    description: 'The back end of a marketplace. Amounts are integers in the minor unit of their currency.',
    version: '1',
    baseUrl: '/v1',
    openApiVersion: '3.1.0',
    securitySchemes: {
      apiKey: { type: 'http', scheme: 'bearer', description: 'Authorization: Bearer mk_…' },
    },
  })
  for (const path of Object.values(document.paths ?? {})) {
    for (const method of methods) {
      const operation = path[method]
      if (operation) describeErrors(operation)
      if (operation && method !== 'get') operation.parameters = [...(operation.parameters ?? []), idempotencyKey]
    }
  }
  return {
    ...document,
    components: {
      ...document.components,
      schemas: { ...document.components?.schemas, Problem: problemSchema },
      responses: {
        Problem: {
          description: 'It was not done, and why',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  }
}

/** Every error has one form, whatever its status. */
function describeErrors(operation: Operation): void {
  const answers = Object.entries(operation.responses ?? {}).filter(([status]) => status.startsWith('2'))
  operation.responses = { ...Object.fromEntries(answers), default: { $ref: '#/components/responses/Problem' } }
}
