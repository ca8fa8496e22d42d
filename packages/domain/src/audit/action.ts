import { approvalLifecycle } from '../approval/lifecycle.ts'
import { disputeLifecycle } from '../dispute/lifecycle.ts'
import { importRunLifecycle } from '../import-run/lifecycle.ts'
import type { Lifecycle } from '../lifecycle/lifecycle.ts'
import { type ListedNoun, listedNouns } from '../list/lists.ts'
import { orderLifecycle } from '../order/lifecycle.ts'
import { paymentLifecycle } from '../payment/lifecycle.ts'
import { refundLifecycle } from '../refund/lifecycle.ts'
import { requirementLifecycle, sellerLifecycle } from '../seller/lifecycle.ts'
import { webhookLifecycle } from '../webhook/lifecycle.ts'
import { workItemLifecycle } from '../work-item/lifecycle.ts'
import { workflowLifecycle } from '../workflow-run/lifecycle.ts'

/** Every noun with states of its own. */
export const lifecycles = {
  order: orderLifecycle,
  approval: approvalLifecycle,
  refund: refundLifecycle,
  payment: paymentLifecycle,
  dispute: disputeLifecycle,
  seller: sellerLifecycle,
  sellerRequirement: requirementLifecycle,
  workItem: workItemLifecycle,
  webhook: webhookLifecycle,
  workflow: workflowLifecycle,
  importRun: importRunLifecycle,
} as const

/** Whoever takes a whole list away is written down. */
const exportOfEach = Object.fromEntries(listedNouns.map((noun) => [`${noun}.export`, 'exported'])) as Record<
  `${ListedNoun}.export`,
  'exported'
>

/** Commands that move no state, and what has happened by them. */
export const commands = {
  ...exportOfEach,
  'apiKey.create': 'created',
  'apiKey.revoke': 'revoked',
  'commissionRule.create': 'created',
  'member.add': 'added',
  'member.grant': 'role_granted',
  'offer.create': 'created',
  'purchase.place': 'placed',
  'purchase.import': 'imported',
  'purchase.amend': 'amended',
  'purchase.cancel': 'cancel_requested',
  'purchase.lapse': 'lapsed',
  'purchase.refuseMail': 'mail_refused',
  'savedView.save': 'saved',
  'savedView.rename': 'renamed',
  'savedView.share': 'shared',
  'savedView.delete': 'deleted',
  'seller.import': 'imported',
  'session.end': 'ended',
  'session.start': 'started',
  'tenant.build': 'built',
  'tenantSetting.change': 'changed',
} as const

type MovesOf<L> = L extends Lifecycle<infer Noun, string, infer Name> ? `${Noun}.${Name}` : never

/** What was done, as the audit log names it: the command, whoever gave it. A person's is the path of its procedure. */
export type Action = keyof typeof commands | MovesOf<(typeof lifecycles)[keyof typeof lifecycles]>

const eventOfAction: ReadonlyMap<string, string> = new Map<string, string>([
  ...Object.entries(commands),
  ...Object.values(lifecycles).flatMap(({ noun, moves, toldBy }) =>
    Object.entries(toldBy === undefined ? moves : {}).flatMap(([name, { event }]) =>
      event === undefined ? [] : [[`${noun}.${name}`, event] as const],
    ),
  ),
])

/** Every action there is, with its event: `refund.approve`, `refund.approved`. */
export const actions: readonly { action: string; event: string }[] = [...eventOfAction].map(([action, event]) => ({
  action,
  event: `${action.split('.')[0]}.${event}`,
}))

/** What happened by it, as the outbox names it. */
export function eventOf(action: Action): string {
  const event = eventOfAction.get(action)
  if (event === undefined) throw new Error(`${action} is told nowhere`)
  return `${action.split('.')[0]}.${event}`
}

const actionOfEvent = new Map(actions.map(({ action, event }) => [event, action]))

/** The action an audit entry names. Releases before this one wrote some as events: `payment.captured`. */
export function actionNamed(name: string): string {
  return eventOfAction.has(name) ? name : (actionOfEvent.get(name) ?? name)
}
