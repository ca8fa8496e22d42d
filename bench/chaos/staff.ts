import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import { type Ask, ask, bodyOf } from './request.ts'
import type { System } from './system.ts'

const Refund = z.object({ id: z.string(), version: z.int(), status: z.string() })
export type Refund = z.infer<typeof Refund>

/** People of the demo's first marketplace: one asks for refunds, another releases them, a third drives held runs again. */
export async function gatherStaff(system: Pick<System, 'api' | 'console' | 'signIn'>) {
  const [support, lead, engineer] = await Promise.all([
    session(system, 'Support'),
    session(system, 'Finance lead'),
    session(system, 'Engineer on call'),
  ])
  const post = (headers: Ask['headers'], path: string, { body, key = randomUUID() }: Pick<Ask, 'body' | 'key'>) =>
    ask(system.api, { method: 'POST', path, headers, body, key })

  return {
    /** Asks for a little of an order, again while it is not paid. Undefined when it never was, or nobody answered. */
    async request(orderId: string, orderLineId: string): Promise<Refund | undefined> {
      const lines = [{ orderLineId, amount: 100, quantity: null }]
      const body = { orderId, lines, reason: 'goodwill', note: 'Chaos asks for a euro back' }
      const key = randomUUID()
      for (const deadline = Date.now() + 180_000; Date.now() < deadline; await pause(500)) {
        const answer = await post(support, '/v1/refunds', { body, key })
        if (answer === undefined || answer.ok) return answer && bodyOf(Refund, answer)
        if (answer.code !== 'refund.nothing_captured') throw new Error(`the refund was refused: ${answer.code}`)
      }
      return undefined
    },
    async approve({ id, version }: Refund): Promise<Refund> {
      return bodyOf(Refund, await post(lead, `/v1/refunds/${id}/approve`, { body: { version, note: 'Chaos' } }))
    },
    /** What an operator does with a held run. */
    async retry(runId: string): Promise<void> {
      bodyOf(z.unknown(), await post(engineer, `/v1/runs/${runId}/retry`, { body: { reason: 'Chaos is over' } }))
    },
  }
}

export type Staff = Awaited<ReturnType<typeof gatherStaff>>

async function session({ api, console, signIn }: Pick<System, 'api' | 'console' | 'signIn'>, role: string) {
  const person = signIn.people.find((each) => each.role === role)
  if (person === undefined) throw new Error(`nobody of the demo is ${role}`)
  const response = await fetch(`${api}/trpc/session.signIn`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ json: { tenant: signIn.tenant, email: person.email, password: signIn.password } }),
  })
  const cookie = response.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
  if (!response.ok || cookie === '') throw new Error(`${person.email} cannot sign in: ${await response.text()}`)
  return { cookie, origin: console }
}
