import * as z from 'zod'
import { readSetting, type State, writeSetting } from './state.ts'

const Operation = z.enum([
  'payment_intents.create',
  'payment_intents.confirm',
  'payment_intents.retrieve',
  'payment_intents.search',
  'payment_intents.list',
  'payment_intents.capture',
  'payment_intents.cancel',
  'refunds.create',
  'refunds.retrieve',
  'refunds.list',
  'smtp',
  '*',
])
export type Operation = z.infer<typeof Operation>

const requestFaults = [
  'latency',
  'rate_limit',
  'unauthorized',
  'server_error',
  'timeout_before',
  'timeout_after_commit',
  'decline',
] as const
const webhookFaults = ['duplicate_webhook', 'reorder_webhook', 'drop_webhook'] as const
export type RequestFault = (typeof requestFaults)[number]
export type WebhookFault = (typeof webhookFaults)[number]

const FaultRule = z.strictObject({
  operation: Operation,
  fault: z.enum([...requestFaults, ...webhookFaults]),
  times: z.int().positive().optional(),
  latencyMs: z.int().nonnegative().optional(),
})
export const FaultRules = z.array(FaultRule)
export type FaultRule = z.infer<typeof FaultRule>

export function listFaults(state: State): FaultRule[] {
  return FaultRules.parse(readSetting(state, 'faults') ?? [])
}

export function replaceFaults(state: State, rules: FaultRule[]): void {
  writeSetting(state, 'faults', rules)
}

type Taken<F> = { fault: F; latencyMs: number | undefined }

/** The first request fault that matches, used up by one. */
export function takeRequestFault(state: State, operation: Operation): Taken<RequestFault> | undefined {
  return take(state, operation, (rule) => requestFaults.find((fault) => fault === rule.fault))
}

/** The first webhook fault for events this operation causes, used up by one. */
export function takeWebhookFault(state: State, operation: Operation): Taken<WebhookFault> | undefined {
  return take(state, operation, (rule) => webhookFaults.find((fault) => fault === rule.fault))
}

function take<F>(state: State, operation: Operation, pick: (rule: FaultRule) => F | undefined): Taken<F> | undefined {
  const rules = listFaults(state)
  for (const [index, rule] of rules.entries()) {
    const fault = pick(rule)
    if (fault === undefined || (rule.operation !== '*' && rule.operation !== operation)) continue
    if (rule.times !== undefined) {
      const left = rule.times > 1 ? [{ ...rule, times: rule.times - 1 }] : []
      replaceFaults(state, rules.toSpliced(index, 1, ...left))
    }
    return { fault, latencyMs: rule.latencyMs }
  }
  return undefined
}
