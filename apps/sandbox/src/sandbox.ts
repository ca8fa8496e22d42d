import formbody from '@fastify/formbody'
import Fastify, { type FastifyInstance } from 'fastify'
import qs from 'qs'
import * as z from 'zod'
import { registerDashboard } from './dashboard.ts'
import { FaultRules, listFaults, replaceFaults } from './faults.ts'
import { providerLedger } from './ledger.ts'
import { findMail, listMail } from './mail/mailbox.ts'
import { startSmtpServer } from './mail/smtp-server.ts'
import { controlPage, inboxPage, mailPage } from './pages.ts'
import { openState, type State } from './state.ts'
import { newRequestId, stripeEndpoints } from './stripe/api.ts'
import { replaceSettlement, Settlement } from './stripe/balance.ts'
import { StripeFailure } from './stripe/failure.ts'
import { listObjects } from './stripe/objects.ts'
import { registerStripeRoutes } from './stripe/routes.ts'
import { startClockwork } from './stripe/webhooks.ts'

export type SandboxOptions = {
  port?: number
  smtpPort?: number
  /** Without one, the state is in memory. */
  dataFile?: string
  webhookUrl?: string
  webhookSecret?: string
  /** How long a pending refund stays pending and a failing one looks fine. */
  refundSettleMs?: number
}

export type Sandbox = { url: string; smtpPort: number; webhookSecret: string; stop: () => Promise<void> }

/** The outside world: Stripe's API, its webhooks, a mail server with an inbox, and knobs to make them fail. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const webhookSecret = options.webhookSecret ?? 'whsec_sandbox'
  const state = openState(options.dataFile)
  const smtp = await startSmtpServer(state, options.smtpPort ?? 0)
  const endpoints = stripeEndpoints({
    state,
    refundSettleMs: options.refundSettleMs ?? 2_000,
    onEvents: () => clockwork.wake(),
  })
  const target = options.webhookUrl ? { url: options.webhookUrl, secret: webhookSecret } : undefined
  const clockwork = startClockwork(state, target, endpoints.actAlone)
  const app = Fastify({
    forceCloseConnections: true,
    genReqId: newRequestId,
    routerOptions: { querystringParser: (text) => qs.parse(text, { depth: 5 }) },
  })
  await app.register(formbody, { parser: (text) => qs.parse(text, { depth: 5 }) })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('request-id', request.id)
  })
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof StripeFailure)
      return reply.code(error.status).headers(error.headers).send({ error: error.body })
    if (error instanceof z.ZodError) return reply.code(400).send({ error: z.prettifyError(error) })
    return reply.send(error)
  })
  registerStripeRoutes(app, endpoints, state)
  registerDashboard(app, endpoints, state)
  registerControl(app, state, { webhookUrl: options.webhookUrl, smtpPort: smtp.port })
  const url = await app.listen({ port: options.port ?? 0, host: '127.0.0.1' })
  return {
    url,
    smtpPort: smtp.port,
    webhookSecret,
    stop: async () => {
      await app.close()
      await clockwork.stop()
      await smtp.stop()
      state.close()
    },
  }
}

const FaultForm = z.object({ rules: z.string() })

function registerControl(
  app: FastifyInstance,
  state: State,
  facts: { webhookUrl: string | undefined; smtpPort: number },
): void {
  const showControl = (message?: string) =>
    controlPage({
      ...facts,
      message,
      ledger: providerLedger(state),
      payments: listObjects(state, 'payment_intent').slice(0, 25),
      disputes: listObjects(state, 'dispute').slice(0, 25),
      faults: listFaults(state),
      mails: listMail(state).length,
      webhooks: countDeliveries(state),
    })

  app.get('/', (_request, reply) => reply.type('text/html').send(showControl()))
  app.get('/ledger.json', () => providerLedger(state))
  app.get('/deliveries.json', () => countDeliveries(state))
  app.get('/faults', () => listFaults(state))
  app.put('/faults', (request) => {
    replaceFaults(state, FaultRules.parse(request.body))
    return listFaults(state)
  })
  app.put('/settlement', (request) => {
    const settlement = Settlement.parse(request.body)
    replaceSettlement(state, settlement)
    return settlement
  })
  app.post('/faults', (request, reply) => {
    const rules = readRules(FaultForm.parse(request.body).rules)
    if (rules.success) replaceFaults(state, rules.data)
    const message = rules.success ? 'Faults saved.' : `Not saved: ${z.prettifyError(rules.error)}`
    return reply
      .code(rules.success ? 200 : 400)
      .type('text/html')
      .send(showControl(message))
  })
  app.get('/inbox', (_request, reply) => reply.type('text/html').send(inboxPage(listMail(state))))
  app.get<{ Querystring: { to?: string } }>('/inbox.json', (request) => listMail(state, request.query.to))
  app.get<{ Params: { id: string } }>('/inbox/:id', (request, reply) => {
    const mail = findMail(state, Number(request.params.id))
    return mail ? reply.type('text/html').send(mailPage(mail)) : reply.code(404).send({ error: 'No such mail' })
  })
}

const JsonRules = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text)
    } catch {
      context.addIssue({ code: 'custom', message: 'The rules are not JSON' })
      return z.NEVER
    }
  })
  .pipe(FaultRules)

function readRules(text: string) {
  return JsonRules.safeParse(text)
}

function countDeliveries(state: State): Record<string, number> {
  const rows = state.db.prepare('select status, count(*) as count from delivery group by status').all()
  return Object.fromEntries(rows.map((row) => [String(row.status), Number(row.count)]))
}
