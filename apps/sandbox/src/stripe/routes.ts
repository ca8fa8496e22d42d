import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { State } from '../state.ts'
import type { stripeEndpoints } from './api.ts'
import { noSuch } from './failure.ts'
import { expand, findObject, listObjects } from './objects.ts'
import {
  CancelPaymentIntent,
  CapturePaymentIntent,
  ConfirmPaymentIntent,
  CreatePaymentIntent,
  CreateRefund,
  ListParams,
  Retrieve,
  readParams,
  SearchParams,
} from './params.ts'
import {
  type Answer,
  cancelPaymentIntent,
  capturePaymentIntent,
  confirmPaymentIntent,
  createPaymentIntent,
  getPaymentIntent,
} from './payments.ts'
import { createRefund } from './refunds.ts'
import { metadataQuery } from './search.ts'

type Endpoints = ReturnType<typeof stripeEndpoints>

export function registerStripeRoutes(app: FastifyInstance, endpoints: Endpoints, state: State): void {
  registerPaymentIntents(app, endpoints, state)
  registerRefunds(app, endpoints, state)
  registerReading(app, endpoints, state)
}

function registerPaymentIntents(app: FastifyInstance, endpoints: Endpoints, state: State): void {
  endpoints.register(
    app,
    { method: 'POST', url: '/v1/payment_intents' },
    {
      operation: 'payment_intents.create',
      read: (request) => readParams(CreatePaymentIntent, request.body),
      perform: (call, params) => expanded(state, createPaymentIntent(call, params), params.expand),
    },
  )
  endpoints.register(
    app,
    { method: 'POST', url: '/v1/payment_intents/:id/confirm' },
    {
      operation: 'payment_intents.confirm',
      read: (request) => ({ id: idOf(request), params: readParams(ConfirmPaymentIntent, request.body) }),
      perform: (call, { id, params }) => expanded(state, confirmPaymentIntent(call, id, params), params.expand),
    },
  )
  endpoints.register(
    app,
    { method: 'POST', url: '/v1/payment_intents/:id/capture' },
    {
      operation: 'payment_intents.capture',
      read: (request) => ({ id: idOf(request), params: readParams(CapturePaymentIntent, request.body) }),
      perform: (call, { id, params }) => expanded(state, capturePaymentIntent(call, id, params), params.expand),
    },
  )
  endpoints.register(
    app,
    { method: 'POST', url: '/v1/payment_intents/:id/cancel' },
    {
      operation: 'payment_intents.cancel',
      read: (request) => ({ id: idOf(request), params: readParams(CancelPaymentIntent, request.body) }),
      perform: (call, { id, params }) => expanded(state, cancelPaymentIntent(call, id, params), params.expand),
    },
  )
  endpoints.register(
    app,
    { method: 'GET', url: '/v1/payment_intents/search' },
    {
      operation: 'payment_intents.search',
      read: (request) => readParams(SearchParams, request.query),
      perform: (_call, params) => {
        const found = listObjects(state, 'payment_intent').filter(metadataQuery(params.query))
        const page = { object: 'search_result', url: '/v1/payment_intents/search', next_page: null }
        const body = { ...page, has_more: found.length > params.limit, data: found.slice(0, params.limit) }
        return expanded(state, { status: 200, body }, params.expand)
      },
    },
  )
  endpoints.register(
    app,
    { method: 'GET', url: '/v1/payment_intents' },
    {
      operation: 'payment_intents.list',
      read: (request) => readParams(ListParams, request.query),
      perform: (_call, params) =>
        page(state, { url: '/v1/payment_intents', objects: listObjects(state, 'payment_intent') }, params),
    },
  )
  endpoints.register(
    app,
    { method: 'GET', url: '/v1/payment_intents/:id' },
    {
      operation: 'payment_intents.retrieve',
      read: (request) => ({ id: idOf(request), params: readParams(Retrieve, request.query) }),
      perform: (_call, { id, params }) =>
        expanded(state, { status: 200, body: getPaymentIntent(state, id) }, params.expand),
    },
  )
}

function registerRefunds(app: FastifyInstance, endpoints: Endpoints, state: State): void {
  endpoints.register(
    app,
    { method: 'POST', url: '/v1/refunds' },
    {
      operation: 'refunds.create',
      read: (request) => readParams(CreateRefund, request.body),
      perform: (call, params) => expanded(state, createRefund(call, params), params.expand),
    },
  )
  endpoints.register(
    app,
    { method: 'GET', url: '/v1/refunds' },
    {
      operation: 'refunds.list',
      read: (request) => readParams(ListParams, request.query),
      perform: (_call, params) => {
        const refunds = listObjects(state, 'refund', params.payment_intent)
        const wanted = refunds.filter((refund) => !params.charge || refund.charge === params.charge)
        return page(state, { url: '/v1/refunds', objects: wanted }, params)
      },
    },
  )
  endpoints.register(
    app,
    { method: 'GET', url: '/v1/refunds/:id' },
    {
      operation: 'refunds.retrieve',
      read: (request) => ({ id: idOf(request), params: readParams(Retrieve, request.query) }),
      perform: (_call, { id, params }) => single(state, { kind: 'refund', id }, params.expand),
    },
  )
}

function registerReading(app: FastifyInstance, endpoints: Endpoints, state: State): void {
  for (const [path, kind] of [
    ['charges', 'charge'],
    ['disputes', 'dispute'],
    ['balance_transactions', 'balance_transaction'],
    ['events', 'event'],
  ] as const) {
    endpoints.register(
      app,
      { method: 'GET', url: `/v1/${path}/:id` },
      {
        operation: '*',
        read: (request) => ({ id: idOf(request), params: readParams(Retrieve, request.query) }),
        perform: (_call, { id, params }) => single(state, { kind, id }, params.expand),
      },
    )
    endpoints.register(
      app,
      { method: 'GET', url: `/v1/${path}` },
      {
        operation: '*',
        read: (request) => readParams(ListParams, request.query),
        perform: (_call, params) =>
          page(state, { url: `/v1/${path}`, objects: listObjects(state, kind, params.payment_intent) }, params),
      },
    )
  }
}

function single(
  state: State,
  { kind, id }: { kind: 'refund' | 'charge' | 'dispute' | 'balance_transaction' | 'event'; id: string },
  paths: string[],
): Answer {
  const object = findObject(state, kind, id)
  if (!object) throw noSuch(kind, id)
  return expanded(state, { status: 200, body: object }, paths)
}

type Listed = { url: string; objects: { id: string; created: number }[] }

function page(state: State, { url, objects }: Listed, params: ListParams): Answer {
  const { created, limit, starting_after: after } = params
  const wanted = objects.filter(
    (object) =>
      object.created >= (created?.gte ?? 0) &&
      object.created > (created?.gt ?? -1) &&
      object.created <= (created?.lte ?? Number.MAX_SAFE_INTEGER) &&
      object.created < (created?.lt ?? Number.MAX_SAFE_INTEGER),
  )
  const start = after ? wanted.findIndex((object) => object.id === after) + 1 : 0
  const body = {
    object: 'list',
    url,
    has_more: wanted.length > start + limit,
    data: wanted.slice(start, start + limit),
  }
  return expanded(state, { status: 200, body }, params.expand)
}

function expanded(state: State, answer: Answer, paths: string[]): Answer {
  const body = paths.reduce((value: unknown, path) => expand(state, value, path), answer.body)
  return typeof body === 'object' && body !== null ? { ...answer, body } : answer
}

function idOf(request: FastifyRequest): string {
  const { params } = request
  return typeof params === 'object' && params !== null && 'id' in params ? String(params.id) : ''
}
