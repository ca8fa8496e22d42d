import type { RequirementMove, SellerMove } from '@mainstay/domain/seller/lifecycle'
import { requirementKinds } from '@mainstay/domain/seller/seller'

type Kind = (typeof requirementKinds)[number]
export type PlannedMove =
  | { by: string; hoursAgo: number; move: Exclude<SellerMove, 'create'>; reason?: string }
  | { by: string; hoursAgo: number; kind: Kind; move: RequirementMove; reason?: string }

/** A seller who wants to come in, and what was done about it so far. */
export type PlannedApplication = {
  seller: { name: string; email: string; country: string; registrationNumber: string }
  by: string
  hoursAgo: number
  moves: readonly PlannedMove[]
}

const files = (by: string, hoursAgo: number) =>
  requirementKinds.map((kind) => ({ by, hoursAgo, kind, move: 'submit' as const }))

/** Sellers in every stage of coming in: one that is late, one that is nearly done, one that was asked for more. */
export const nordwindApplications: readonly PlannedApplication[] = [
  {
    seller: {
      name: 'Havsund Marine AB',
      email: 'order@havsund.example',
      country: 'SE',
      registrationNumber: '556677-8899',
    },
    by: 'lena',
    hoursAgo: 3,
    moves: [],
  },
  {
    seller: {
      name: 'Lindqvist Ventilation Oy',
      email: 'myynti@lindqvist.example',
      country: 'FI',
      registrationNumber: '2345678-9',
    },
    by: 'jonas',
    hoursAgo: 120,
    moves: [...files('jonas', 98), { by: 'jonas', hoursAgo: 96, move: 'submit' }],
  },
  {
    seller: { name: 'Tormek Lager GmbH', email: 'post@tormek.example', country: 'DE', registrationNumber: 'HRB 90412' },
    by: 'jonas',
    hoursAgo: 60,
    moves: [
      ...files('jonas', 52),
      { by: 'jonas', hoursAgo: 50, move: 'submit' },
      { by: 'clara', hoursAgo: 28, move: 'review' },
      { by: 'clara', hoursAgo: 27, kind: 'register_extract', move: 'accept' },
      { by: 'clara', hoursAgo: 27, kind: 'identity', move: 'accept' },
      { by: 'clara', hoursAgo: 26, kind: 'tax_certificate', move: 'reject', reason: 'It ended in June.' },
    ],
  },
  {
    seller: { name: 'Wolga Stahlhandel', email: 'info@wolga.example', country: 'AT', registrationNumber: 'FN 41288 k' },
    by: 'lena',
    hoursAgo: 200,
    moves: [
      ...files('lena', 190),
      { by: 'lena', hoursAgo: 188, move: 'submit' },
      { by: 'clara', hoursAgo: 160, move: 'review' },
      { by: 'clara', hoursAgo: 159, move: 'requestInfo', reason: 'Which warehouse do the goods leave from?' },
    ],
  },
]
