import type { CommissionRule } from '@mainstay/domain/pricing/commission'
import { v7 } from 'uuid'
import { recordChange } from '../command/record.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'

/** Every rule in force at that moment, first asked first. */
export async function listCommissionRulesAt(tx: ReadTx, at: Date): Promise<CommissionRule[]> {
  const rows = await tx
    .selectFrom('commission_rule')
    .select([
      'id',
      'version',
      'priority',
      'seller_id',
      'rate_ppm',
      'fixed_amount',
      'min_amount',
      'max_amount',
      'currency',
      'valid_from',
      'valid_to',
    ])
    .where('tenant_id', '=', tx.tenantId)
    .where('valid_from', '<=', at)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', at)]))
    .orderBy('priority')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    priority: row.priority,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    sellerId: row.seller_id,
    category: null,
    currency: row.currency,
    ratePpm: row.rate_ppm,
    fixed: row.fixed_amount,
    min: row.min_amount ?? 0,
    max: row.max_amount,
  }))
}

type CommissionRuleToInsert = {
  id?: string
  version?: number
  priority: number
  name: string
  sellerId?: string
  ratePpm: number
  currency: string
  validFrom: Date
  validTo?: Date
}

export async function insertCommissionRule(tx: Tx, rule: CommissionRuleToInsert): Promise<{ id: string }> {
  const id = rule.id ?? v7()
  await tx
    .insertInto('commission_rule')
    .values({
      tenant_id: tx.tenantId,
      id,
      version: rule.version ?? 1,
      priority: rule.priority,
      name: rule.name,
      seller_id: rule.sellerId ?? null,
      rate_ppm: rule.ratePpm,
      currency: rule.currency,
      valid_from: rule.validFrom,
      valid_to: rule.validTo ?? null,
    })
    .execute()
  await recordChange(tx, {
    action: 'commissionRule.create',
    subject: { type: 'commission_rule', id, label: rule.name, version: rule.version ?? 1 },
    changes: [
      { field: 'ratePpm', before: null, after: rule.ratePpm },
      { field: 'validFrom', before: null, after: rule.validFrom.toISOString() },
    ],
    data: { ratePpm: rule.ratePpm, sellerId: rule.sellerId ?? null, validFrom: rule.validFrom.toISOString() },
  })
  return { id }
}
