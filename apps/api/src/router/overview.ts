import { reachOf } from '@mainstay/auth/ability'
import {
  countLateOrders,
  listConcerns,
  sumUpApprovals,
  sumUpMoney,
  sumUpOrders,
  sumUpWork,
} from '@mainstay/db/overview/overview'
import { readTenant } from '@mainstay/db/postgres/client'
import type { Permission } from '@mainstay/domain/access/permission'
import { overviewDays } from '@mainstay/domain/overview/bounds'
import { Overview } from '@mainstay/domain/overview/overview'
import * as z from 'zod'
import { router, signedIn } from '../http/trpc.ts'

const concernedDays = 7
const concernsMax = 10

export const overview = router({
  get: signedIn('each part is for who may see all of what it sums up, and null for others', {
    summary: 'What waits, what is late, and how trade goes',
  })
    .input(z.strictObject({}).optional())
    .output(Overview)
    .query(({ ctx: { ro, now, requester } }) => {
      const { tenant, member } = requester
      const { timeZone, currency } = tenant
      const calendar = { now, days: overviewDays, timeZone, currency }
      const since = new Date(now.getTime() - concernedDays * 86_400_000)
      const ifSeen = <Part>(permission: Permission, part: () => Promise<Part>) =>
        reachOf(requester, permission).everything ? part() : null
      return readTenant(ro, tenant.id, async (tx) => {
        const [work, approvals, lateOrders, orders, money, concerns] = await Promise.all([
          ifSeen('workItem.read', () => sumUpWork(tx, { memberId: member.id, now })),
          ifSeen('approval.read', () => sumUpApprovals(tx, now)),
          ifSeen('purchase.read', () => countLateOrders(tx, now)),
          ifSeen('purchase.read', () => sumUpOrders(tx, calendar)),
          ifSeen('ledger.read', () => sumUpMoney(tx, calendar)),
          listConcerns(tx, { memberId: member.id, since, limit: concernsMax }),
        ])
        return { work, approvals, lateOrders, orders, money, concerns }
      })
    }),
})
