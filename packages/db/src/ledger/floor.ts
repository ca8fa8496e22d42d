import pg from 'pg'

/** What an account must not do, by the constraint that holds it to it. */
const floors: Record<string, string> = {
  account_balance_never_positive: 'what is held of a seller or committed to a payout would be less than nothing',
  account_balance_never_negative: 'a seller would have paid back more than the debt',
  seller_available_covers: 'the seller has less available than a payout, a hold or a recovery would take',
}

/** An entry would take a balance past its floor: nothing of the transaction is kept. */
class FloorCrossed extends Error {
  override name = 'FloorCrossed'
  readonly constraint: string

  constructor(constraint: string, options: { cause: unknown }) {
    super(`nothing is booked: ${floors[constraint]}`, options)
    this.constraint = constraint
  }
}

export function floorCrossed(error: unknown): never {
  // Citus names a constraint in the message only.
  const constraint =
    error instanceof pg.DatabaseError && error.code === checkViolation
      ? Object.keys(floors).find((each) => error.constraint === each || error.message.includes(each))
      : undefined
  throw constraint === undefined ? error : new FloorCrossed(constraint, { cause: error })
}

const checkViolation = '23514'
