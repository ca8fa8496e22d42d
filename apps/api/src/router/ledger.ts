import { getExplanation } from '@mainstay/db/purchase/explanation'
import { ExplainMoney, Explanation } from '@mainstay/domain/ledger/explanation'
import { can, router } from '../http/trpc.ts'

export const ledger = router({
  explain: can('ledger.read', {
    summary: 'Where the money of a purchase went, from its postings alone',
    rest: { method: 'GET', path: '/purchases/{purchaseId}/money' },
  })
    .input(ExplainMoney)
    .output(Explanation)
    .query(({ ctx, input }) => ctx.read((tx) => getExplanation(tx, input.purchaseId))),
})
