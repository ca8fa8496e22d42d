import * as z from 'zod'

const unpaidMinutes = z
  .int('Enter whole minutes')
  .min(5, 'Leave a buyer at least 5 minutes to pay')
  .max(43_200, 'A purchase lapses after 30 days (43200 minutes) at the latest')

/** What a marketplace can choose for itself. Version 0 is the default that nobody has changed yet. */
export const TenantSetting = z.object({ unpaidMinutes, version: z.int() })
export type TenantSetting = z.infer<typeof TenantSetting>

export const ChangeTenantSetting = z.strictObject({
  /** For how long a placed purchase may stay unpaid; those placed before keep the time they were given. */
  unpaidMinutes,
  /** The version that was read; somebody else's change in between is refused. */
  version: z.int().min(0),
})
export type ChangeTenantSetting = z.infer<typeof ChangeTenantSetting>

export type TenantSettingRefusal = { code: 'tenant_setting.changed'; version: number }

export const defaultTenantSetting: TenantSetting = { unpaidMinutes: 60, version: 0 }

/** When a purchase placed now lapses unless it is paid. */
export function payBy(placedAt: Date, setting: Pick<TenantSetting, 'unpaidMinutes'>): Date {
  return new Date(placedAt.getTime() + setting.unpaidMinutes * 60_000)
}
