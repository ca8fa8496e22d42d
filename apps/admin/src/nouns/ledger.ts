import type { WaterfallSubject } from '@mainstay/domain/ledger/explanation'
import { capitalized } from '@/ui/sentence.ts'
import { type WordsByCode, wordsIn } from './noun.ts'

type StepWords = { label: string; note: string }

const brought = 'Brought forward by an import'
const words: WordsByCode<WaterfallSubject, StepWords> = {
  paid: ({ sale }) => ({
    label: 'Buyer paid',
    note: sale === null ? 'Nothing captured yet' : sale === 'imported' ? brought : 'Captured',
  }),
  sales_tax: { label: 'Sales tax', note: 'Collected by the operator' },
  tax_recoverable: { label: 'Tax on the supply', note: 'Part of the seller’s invoice' },
  commission: { label: 'Commission', note: 'Frozen at the order' },
  commission_tax: { label: 'Tax on commission', note: 'On top of the commission' },
  shipping: { label: 'Shipping', note: 'Sold by the operator' },
  funding: { label: 'Campaign funding', note: 'The operator’s part of discounts' },
  earned: { label: 'Seller earning', note: '' },
  refund: ({ number, isDecided }) =>
    isDecided
      ? { label: `Refund ${number}`, note: '' }
      : { label: `Refund ${number}, if approved`, note: 'Not decided yet' },
  entry: ({ kind }) => ({ label: ledgerWords(kind), note: '' }),
  payable: { label: 'Payable to sellers', note: '' },
  held: ({ sale }) => ({
    label: 'Held of this order',
    note: sale === 'imported' ? brought : 'At the provider, at the bank, or still to be paid',
  }),
  sellers: { label: 'Owed to sellers', note: '' },
  marketplace: { label: 'Kept by the marketplace', note: 'Commission and shipping, less what it bears' },
  fees: { label: 'Provider fees', note: 'Paid already' },
  taxes: { label: 'Owed in taxes', note: '' },
  buyer: { label: 'Promised to the buyer', note: 'Released, and not on its way yet' },
  suspense: { label: 'Not explained', note: 'Moved by the provider without a reason we know' },
}

export function stepWords(subject: WaterfallSubject): StepWords {
  return wordsIn<WaterfallSubject, StepWords, []>(words, subject)
}

/** A kind of entry or account, as bookkeepers call it. */
export function ledgerWords(key: string): string {
  return capitalized(key.replaceAll('_', ' '))
}
