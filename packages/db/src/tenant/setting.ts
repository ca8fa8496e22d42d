import { accept, type Decision, refuse } from '@mainstay/domain/command/decision'
import {
  type ChangeTenantSetting,
  defaultTenantSetting,
  type TenantSetting,
  type TenantSettingRefusal,
} from '@mainstay/domain/tenant/setting'
import { recordChange } from '../command/record.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { statement } from '../postgres/statement.ts'

/** What the marketplace chose; the default as long as it chose nothing. */
export async function getTenantSetting(tx: ReadTx): Promise<TenantSetting> {
  const row = await tx
    .selectFrom('tenant_setting')
    .select(['unpaid_minutes as unpaidMinutes', 'version'])
    .where('tenant_id', '=', tx.tenantId)
    .executeTakeFirst()
  return row ?? defaultTenantSetting
}

/** Saves a choice made over the version that was read, with who made it; what was chosen already is not written again. */
export async function saveTenantSetting(
  tx: Tx,
  change: ChangeTenantSetting,
  tenantName: string,
): Promise<Decision<TenantSetting, TenantSettingRefusal>> {
  const before = await getTenantSetting(tx)
  if (before.version === change.version && before.unpaidMinutes === change.unpaidMinutes) return accept(before)
  const saved = await saveSetting(tx, [tx.tenantId, change.unpaidMinutes, change.version, tx.act.at])
  if (before.version !== change.version || saved.length === 0) {
    return refuse({ code: 'tenant_setting.changed', version: (await getTenantSetting(tx)).version })
  }
  const version = change.version + 1
  await recordChange(tx, {
    action: 'tenantSetting.change',
    subject: { type: 'tenant', id: tx.tenantId, label: tenantName, version },
    changes: [{ field: 'unpaidMinutes', before: before.unpaidMinutes, after: change.unpaidMinutes }],
    data: { unpaidMinutes: change.unpaidMinutes },
  })
  return accept({ unpaidMinutes: change.unpaidMinutes, version })
}

const saveSetting = statement(
  { version: 'int' },
  `insert into tenant_setting (tenant_id, unpaid_minutes, version, updated_at) values ($1, $2, 1, $4)
   on conflict (tenant_id) do update
   set unpaid_minutes = excluded.unpaid_minutes, version = tenant_setting.version + 1, updated_at = excluded.updated_at
   where tenant_setting.version = $3
   returning version`,
)
