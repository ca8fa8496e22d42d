import { formatMoney } from '@mainstay/domain/money/format'
import { isCurrency } from '@mainstay/domain/money/minor-digits'
import type { Money } from '@mainstay/domain/money/money'
import type { WorkItemCause } from '@mainstay/domain/work-item/cause'
import type { WorkItemResolution } from '@mainstay/domain/work-item/resolution'
import type { WorkItem } from '@mainstay/domain/work-item/work-item'
import { plainWords } from '@/console/vendor-words.ts'
import { audit } from './audit.ts'
import { disputes } from './dispute.ts'
import { type WordsByCode, wordsIn } from './noun.ts'
import { paymentStates } from './payment.ts'
import { refunds } from './refund.ts'
import { sellers } from './seller.ts'

/** What happened, the one action that helps most, and for engineers what somebody else said, word for word. */
export type CauseWords = { says: string; next: string; raw?: string | null }

const lookUp = (what: string) => `Wait for the provider to answer, or look the ${what} up there`
const sendAgain = (what: string) => `Look the ${what} up at the provider, and have it send its last event again`
const compare = (what: string) => `Compare the ${what} with the provider and settle the difference`
const payDifferently = 'Ask the buyer for another way to be paid; the amount is still promised to them'
const evidence = (provider: string) => `Send evidence at ${provider}, or accept the loss there`
const mend = 'Read what stopped it, mend that, and retry the run'
const halt = 'Release no refund and no payout until it is known why: see the runbook'
const factTold = { succeeded: 'paid back', pending: 'accepted', failed: 'failed' }

const causes: WordsByCode<WorkItemCause, CauseWords, [item: WorkItem]> = {
  'payment.unknown': ({ detail }) => ({
    says: because('Nobody knows yet whether the buyer was charged', detail ?? 'the provider did not answer'),
    next: lookUp('payment'),
    raw: detail,
  }),
  'payment.stalled': ({ status }, item) => ({
    says: `The payment of ${stakeOf(item)} is ${paymentStates[status]}, and no run is at work on it`,
    next: sendAgain('payment'),
  }),
  'payment.contradicted': ({ provider, told, status }) => ({
    says: `${provider} reports the payment as ${told.replaceAll('_', ' ')}, but it is ${paymentStates[status]} in our books`,
    next: compare('payment'),
  }),
  'payment.taken_after_end': ({ provider, status }, item) => ({
    says: `${provider} took ${stakeOf(item)} although the payment was ${paymentStates[status]}; the orders stay canceled`,
    next: 'Ask for a refund of each order, or find out with the seller whether it can still be sent',
  }),
  'payment.captured_elsewhere': ({ provider }, item) => ({
    says: `${stakeOf(item)} was taken at ${provider}, and nobody here asked for it`,
    next: 'Find out who captured the payment and why',
  }),
  'payment.amount_mismatch': ({ provider, wanted, taken, suspended }) => ({
    says: `${provider} took ${formatMoney(taken)} of the buyer where ${formatMoney(wanted)} were wanted${mismatchEnd({ wanted, taken, suspended })}`,
    next: 'Find out with the provider why, then give back what is too much or ask the buyer for what is missing',
  }),
  'payment.balance_mismatch': ({ provider, moved, booked }) => ({
    says: `${provider} says it moved ${formatMoney(moved)}, and our balance there changed by ${formatMoney(booked)}; the difference is in suspense`,
    next: 'Find out with the provider what the difference is',
  }),
  'payment.other_currency': ({ provider, currency, settled }) => ({
    says: `${provider} keeps the money of this payment in ${settled}: what it holds there is in suspense, and so is what is missing in ${currency}`,
    next: `Let the provider settle ${currency} in ${currency}, and clear both amounts`,
  }),
  'purchase.charged_before_canceled': ({ detail }) => ({
    says: `The buyer was charged before the cancellation came through: ${audit.ownReason(detail) ?? detail}`,
    next: 'Ask for a refund of the order, or tell the buyer that it stands',
  }),
  'refund.requested': ({ by, order }, item) => ({
    says: `${by} asks for ${stakeOf(item)} of ${order} back`,
    next: 'Release the refund or turn it down',
  }),
  'refund.expired': ({ order }, item) => ({
    says: `Nobody decided in time about ${stakeOf(item)} of ${order}, so the request has lapsed`,
    next: 'Ask for the refund again on the order, or tell the buyer that nothing comes back',
  }),
  'refund.unknown': ({ detail }, item) => ({
    says: because(`Nobody knows yet whether the buyer got ${stakeOf(item)}`, detail),
    next: lookUp('refund'),
    raw: detail,
  }),
  'refund.stalled': ({ status }, item) => ({
    says: `The refund of ${stakeOf(item)} reads “${refunds.look[status].words}”, and no run is at work on it`,
    next: sendAgain('refund'),
  }),
  'refund.failed': ({ detail }, item) => ({
    says: because(`${stakeOf(item)} was not sent`, detail),
    next: payDifferently,
    raw: detail,
  }),
  'refund.bounced': ({ detail }, item) => ({
    says: because(`${stakeOf(item)} came back from the bank after it was sent`, detail),
    next: payDifferently,
    raw: detail,
  }),
  'refund.contradicted': ({ provider, told, status }) => ({
    says: `${provider} reports the refund as ${factTold[told]}, but in our books it reads “${refunds.look[status].words}”`,
    next: compare('refund'),
  }),
  'refund.amount_mismatch': ({ provider, wanted, moved, suspended }) => ({
    says: `${provider} sent ${formatMoney(moved)} to the buyer where ${formatMoney(wanted)} were to go back; ${suspended.amount > 0 ? `${formatMoney(suspended)} of it is in suspense` : 'the rest is still promised to them'}`,
    next: 'Find out with the provider why, then settle the difference with the buyer',
  }),
  'refund.made_elsewhere': ({ provider, isSuspended }, item) => ({
    says: `${stakeOf(item)} went back to the buyer from ${provider}, and nobody here asked for it${isSuspended ? '; part of it is in suspense' : ''}`,
    next: 'Find out who made the refund and why, and whether the sellers are to bear it',
  }),
  'dispute.inquired': ({ provider, detail }, item) => ({
    says: `The buyer’s bank asks about ${stakeOf(item)}: ${disputes.reason(detail)}`,
    next: evidence(provider),
  }),
  'dispute.opened': ({ provider, detail }, item) => ({
    says: `The buyer’s bank takes ${stakeOf(item)} back: ${disputes.reason(detail)}`,
    next: evidence(provider),
  }),
  'dispute.contradicted': ({ provider, told, status }) => ({
    says: `${provider} reports the dispute as “${disputes.look[told].words}”, but in our books it reads “${disputes.look[status].words}”`,
    next: compare('dispute'),
  }),
  'seller.submitted': ({ by }, { subject }) => ({
    says: `${by} hands ${subject.label} in for review`,
    next: 'Look at what they bring, then take them on, ask for more or turn them down',
  }),
  'workflow.stopped': (stop) => ({ says: because(undefined, saidIn(stop)), next: mend, raw: stop.detail }),
  'workflow.undone': (stop) => ({ says: because('Undone, because', saidIn(stop)), next: mend, raw: stop.detail }),
  'workflow.undo_stopped': (stop) => ({ says: because('Undoing stopped', saidIn(stop)), next: mend, raw: stop.detail }),
  'workflow.no_worker': ({ version }) => ({
    says: `No worker has ${version}`,
    next: 'Start a worker of the release that has this version',
  }),
  'ledger.balance_unproved': ({ account, currency, shard, expected, found }) => ({
    says: `The balance of ${account} is ${minor(found, currency)}, and its postings come to ${minor(expected, currency)}`,
    next: halt,
    raw: `account ${account}, shard ${shard}: expected ${expected}, found ${found}`,
  }),
  'ledger.entry_unproved': ({ entry, account, currency, expected, found }) => ({
    says:
      account === null
        ? `The entry ${entry} is off by ${minor(found, currency)}`
        : `The entry ${entry} says ${minor(expected, currency)} of ${account}, and ${minor(found, currency)} is posted`,
    next: halt,
    raw: `entry ${entry}, account ${account ?? 'none'}: expected ${expected}, found ${found}`,
  }),
  'ledger.proof_overdue': ({ since }) => ({
    says: `Nobody has proved the books since ${since.slice(0, 16).replace('T', ' ')} UTC`,
    next: 'See that a worker runs, and read why its last proof failed',
  }),
  legacy: ({ text, nextAction }) => ({ says: plainWords(text), next: nextAction, raw: text }),
}

const resolutions: WordsByCode<WorkItemResolution, string, [by: string]> = {
  'payment.learned': ({ status }, by) => `${by} learned that the payment is ${paymentStates[status]}`,
  'payment.moved_on': 'The payment moved on',
  'purchase.canceled': 'The order was canceled',
  'refund.approved': (_, by) => `${by} released it`,
  'refund.denied': (_, by) => `${by} turned it down`,
  'refund.expired': 'Nobody decided in time',
  'refund.sent_again': ({ attempt }) => `It is sent again, as attempt ${attempt}`,
  'refund.on_its_way': (_, by) => `${by} learned that the money is on its way`,
  'refund.failed': (_, by) => `${by} learned that it failed`,
  'refund.moved_on': 'The refund moved on',
  'dispute.ended': ({ status }, by) => `${by} reports it ${disputes.look[status].words.toLowerCase()}`,
  'seller.decided': ({ status }, by) => `${by} decided: ${sellers.look[status].words.toLowerCase()}`,
  'ledger.proved': 'The books add up',
  'workflow.retried': ({ reason }) => `Driven again: ${reason}`,
  'workflow.goes_on': 'The run goes on',
  note: ({ text }) => text,
}

export function causeWords(item: WorkItem): CauseWords {
  return wordsIn<WorkItemCause, CauseWords, [WorkItem]>(causes, item.cause, item)
}

/** Undefined while it is open. */
export function resolutionWords({ resolution, resolvedBy }: WorkItem): string | undefined {
  if (resolution === null) return undefined
  return wordsIn<WorkItemResolution, string, [string]>(resolutions, resolution, resolvedBy?.name ?? 'Somebody')
}

function mismatchEnd({ wanted, taken, suspended }: { wanted: Money; taken: Money; suspended: Money }): string {
  if (suspended.amount > 0) return `; ${formatMoney(suspended)} of it is in suspense`
  return taken.amount < wanted.amount ? '; the rest of the authorization was given back' : ''
}

function minor(amount: number, currency: string): string {
  return isCurrency(currency) ? formatMoney({ amount, currency }) : `${amount} minor units`
}

function stakeOf({ atStake }: WorkItem): string {
  return atStake === null ? 'money' : formatMoney(atStake)
}

function saidIn({ step, detail }: { step: string | null; detail: string | null }): string {
  const said = detail ?? 'it gave no reason'
  return step === null ? said : `${step}: ${said}`
}

/** What a vendor says as part of a sentence of ours. */
function because(what: string | undefined, said: string | null): string {
  const words = plainWords(said ?? 'no reason was given')
  if (what === undefined) return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
  return `${what}: ${words === said ? said : `${words.charAt(0).toLowerCase()}${words.slice(1)}`}`
}
