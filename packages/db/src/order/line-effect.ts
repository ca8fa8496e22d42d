import type { LineInProgress } from '@mainstay/domain/order/line'
import type { CaptureEffect } from '@mainstay/domain/order/line-effect'
import { v7 } from 'uuid'
import type { Tx } from '../postgres/client.ts'
import { rowsInto } from '../postgres/insert-rows.ts'
import { statement } from '../postgres/statement.ts'

export type LineEffectToInsert = {
  orderId: string
  movement: 'capture' | 'value_back' | 'value_back_undone'
  source: { type: 'capture' | 'refund' | 'dispute'; id: string }
  /** Which movement of its line this is, within one source. */
  part: number
  effect: Pick<CaptureEffect, 'lineId' | 'amount' | 'components'>
}

/** What each movement took of the components of its line, so that the next part can be computed from it. */
export function insertLineEffects(tx: Tx, effects: readonly LineEffectToInsert[]): Promise<void> {
  return insertEffects(
    tx,
    effects.map(({ orderId, movement, source, part, effect }) => ({
      id: v7(),
      order_id: orderId,
      order_line_id: effect.lineId,
      movement,
      source_type: source.type,
      source_id: source.id,
      part,
      amount: effect.amount,
      funding: effect.components.funding,
      supply_tax: effect.components.supplyTax,
      tax_operator: effect.components.taxOperator,
      commission: effect.components.commission,
      commission_tax: effect.components.commissionTax,
      operator_income: effect.components.operatorIncome,
    })),
  )
}

/** How far locked lines are now. The database refuses a line that gives back more than it took. */
export async function saveLineProgress(
  tx: Tx,
  lines: readonly Pick<LineInProgress, 'lineId' | 'captured' | 'returned' | 'disputed'>[],
): Promise<void> {
  if (lines.length === 0) return
  const saved = await saveProgress(tx, [
    tx.tenantId,
    lines.map((line) => line.lineId),
    lines.map((line) => line.captured),
    lines.map((line) => line.returned),
    lines.map((line) => line.disputed),
  ])
  if (saved.length !== lines.length) throw new Error('a line vanished although it was locked')
}

const saveProgress = statement(
  { id: 'uuid' },
  `update order_line line set captured = moved.captured, returned = moved.returned, disputed = moved.disputed
   from unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[]) as moved (id, captured, returned, disputed)
   where line.tenant_id = $1 and line.id = moved.id
   returning line.id`,
)

const insertEffects = rowsInto('line_effect', {
  id: 'uuid',
  order_id: 'uuid',
  order_line_id: 'uuid',
  movement: 'text',
  source_type: 'text',
  source_id: 'uuid',
  part: 'int',
  amount: 'bigint',
  funding: 'bigint',
  supply_tax: 'bigint',
  tax_operator: 'bigint',
  commission: 'bigint',
  commission_tax: 'bigint',
  operator_income: 'bigint',
})
