import { formatAmount } from '@mainstay/domain/money/format'
import { type Money } from '@mainstay/domain/money/money'

type MoneyLook = { money: Money; bare?: boolean; change?: boolean }

/** `3,616.77 EUR`; `bare` in a column that names its currency; `change` puts a sign on plus as well. */
export function MoneyText({ money, bare = false, change = false }: MoneyLook) {
  return (
    <span className="whitespace-nowrap tabular-nums">
      {change && money.amount > 0 && '+'}
      {formatAmount(money)}
      {!bare && ` ${money.currency}`}
    </span>
  )
}
