import { wordsFor } from '@/nouns/noun.ts'
import { capitalized } from '@/ui/sentence.ts'

/** What a vendor said, as staff need it: what failed, what that means, what to do; and the vendor's own words. */
export type VendorWords = { cause: string; means: string; next: string; raw: string }

const spoken = /(^|: )(stripe|smtp) [\w.]+: ([\s\S]+)$/

const names: Record<string, string> = { stripe: 'the payment provider', smtp: 'the mail server' }

type Rule = { says: RegExp; cause: (who: string) => string; means: string; next: string }

const rules: readonly Rule[] = [
  {
    says: /api key|authenticat|unauthori[sz]ed|permission|credential|\b535\b/i,
    cause: (who) => `${who} does not accept our credentials`,
    means: 'It did nothing, and refuses everything else in the same way.',
    next: 'An engineer renews the credentials; then the run is retried.',
  },
  {
    says: /no answer in time|timed? ?out/i,
    cause: (who) => `${who} did not answer in time`,
    means: 'It may or may not have acted.',
    next: 'It is asked again under the same key, which cannot act twice.',
  },
  {
    says: /circuit is open|connect|ECONN|ENOTFOUND|EAI_AGAIN|socket|network/i,
    cause: (who) => `${who} cannot be reached`,
    means: 'Nothing can be said of what was under way.',
    next: 'Look at its status page; retry once it answers again.',
  },
  {
    says: /too many|rate limit|\b429\b/i,
    cause: (who) => `${who} was asked too often in a short time`,
    means: 'It did nothing.',
    next: 'Wait a few minutes, then retry.',
  },
  {
    says: /no such|not found|resource_missing/i,
    cause: (who) => `${who} does not know what it was asked about`,
    means: 'It did nothing; its books and ours differ.',
    next: 'Look the payment up at the provider before retrying.',
  },
]

const otherwise: Rule = {
  says: /./,
  cause: (who) => `${who} refused`,
  means: 'It did nothing of what it was asked.',
  next: 'An engineer reads what it said, mends it and retries.',
}

/** Why a bank did not take a refund, by what the provider calls it. */
const refundFailures: Record<string, string> = {
  account_closed: 'the buyer’s account is closed',
  charge_for_pending_refund_disputed: 'the buyer has asked their bank for the money',
  declined: 'the buyer’s bank declined it',
  expired_or_canceled_card: 'the card has expired or was canceled',
  insufficient_funds: 'the balance at the provider was too low',
  lost_or_stolen_card: 'the card was reported lost or stolen',
}

/** Undefined where no vendor speaks: then the words are ours and stand as they are. */
export function vendorWords(text: string): VendorWords | undefined {
  const failure = wordsFor(refundFailures, text)
  if (failure !== undefined) {
    const means = 'The money is still with the marketplace.'
    return { cause: `${capitalized(failure)}.`, means, next: 'Ask the buyer for another way to be paid.', raw: text }
  }
  const [, , vendor = '', said = ''] = spoken.exec(text) ?? []
  const who = wordsFor(names, vendor)
  if (who === undefined) return undefined
  const { cause, means, next } = rules.find(({ says }) => says.test(said)) ?? otherwise
  return { cause: `${capitalized(cause(who))}.`, means, next, raw: text }
}

/** The same sentence with the vendor's words in ours: for a line in a list. */
export function plainWords(text: string): string {
  const found = vendorWords(text)
  if (found === undefined) return text
  const before = text.slice(0, Math.max(0, text.search(spoken)))
  return before === ''
    ? found.cause
    : `${capitalized(before)}: ${found.cause.charAt(0).toLowerCase()}${found.cause.slice(1)}`
}
