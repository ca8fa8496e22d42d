import { getTenantSetting, saveTenantSetting } from '@mainstay/db/tenant/setting'
import { accepted } from '@mainstay/domain/command/decision'
import { ChangeTenantSetting, TenantSetting } from '@mainstay/domain/tenant/setting'
import * as z from 'zod'
import { can, router } from '../http/trpc.ts'

export const tenantSetting = router({
  get: can('tenantSetting.read', {
    summary: 'What this marketplace chose for itself',
    rest: { method: 'GET', path: '/settings' },
  })
    .input(z.strictObject({}).optional())
    .output(TenantSetting)
    .query(({ ctx }) => ctx.read(getTenantSetting)),

  change: can('tenantSetting.change', {
    summary: 'Choose for how long a purchase may stay unpaid',
    rest: { method: 'PUT', path: '/settings' },
  })
    .input(ChangeTenantSetting)
    .output(TenantSetting)
    .mutation(({ ctx, input }) =>
      ctx.commit(async (tx) => accepted(await saveTenantSetting(tx, input, ctx.tenant.name))),
    ),
})
