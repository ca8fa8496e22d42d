import { type PartSinceImport, whyImportStays } from '@mainstay/domain/import-run/amend'
import { differencesWords, differenceWords } from '@mainstay/domain/import-run/difference'
import type { ImportProblem } from '@mainstay/domain/import-run/row'
import { OrderStatus } from '@mainstay/domain/order/lifecycle'
import { PaymentStatus, ReturnStatus } from '@mainstay/domain/purchase/purchase'
import type { ReadTx } from '../postgres/client.ts'
import { type RowOf, statement } from '../postgres/statement.ts'
import type { Differing } from './compare.ts'

/** What is changed by the file, and what stays although the file says otherwise. */
export type Sorted = { amended: Differing[]; conflicts: ImportProblem[] }

/** Which of the purchases with other contents become what the file says, if that is asked for. */
export async function sortDiffering(
  tx: ReadTx,
  differing: readonly Differing[],
  { currency, applies }: { currency: string; applies: boolean },
): Promise<Sorted> {
  const stays = applies && differing.length > 0 ? await reasonsToStay(tx, differing) : new Map<string, string>()
  const sorted: Sorted = { amended: [], conflicts: [] }
  for (const each of differing) {
    const why = each.there.currency === currency ? stays.get(each.there.id) : 'a currency cannot become another'
    if (applies && why === undefined) sorted.amended.push(each)
    else sorted.conflicts.push(conflict(each, applies ? why : undefined))
  }
  return sorted
}

async function reasonsToStay(tx: ReadTx, differing: readonly Differing[]): Promise<ReadonlyMap<string, string>> {
  const values = [tx.tenantId, differing.map(({ there }) => there.id)]
  const [parts, happened] = await Promise.all([selectParts(tx, values), selectHappened(tx, values)])
  const partsOf = Map.groupBy(parts, (part) => part.purchase_id)
  const reasons = happened.flatMap((row): [string, string][] => {
    const why = whyImportStays({
      parts: (partsOf.get(row.id) ?? []).map(partFromRow),
      hasPayment: row.has_payment,
      hasRefunds: row.has_refunds,
      hasDisputes: row.has_disputes,
      hasOtherEntries: row.has_other_entries,
    })
    return why === undefined ? [] : [[row.id, why]]
  })
  return new Map(reasons)
}

// An order of which no line stands was ended by an import before.
const selectParts = statement(
  {
    purchase_id: 'uuid',
    number: 'text',
    status: 'text',
    payment_status: 'text',
    return_status: 'text',
    payable_amount: 'bigint',
    captured_amount: 'bigint',
    returned_amount: 'bigint',
    refunded_amount: 'bigint',
    charged_back_amount: 'bigint',
    earning: 'text?',
  },
  `select part.purchase_id, part.number, part.status, part.payment_status, part.return_status, part.payable_amount,
     part.captured_amount, part.returned_amount, part.refunded_amount, part.charged_back_amount, earning.status as earning
   from "order" part
   left join earning on earning.tenant_id = part.tenant_id and earning.order_id = part.id
   where part.tenant_id = $1 and part.purchase_id = any($2::uuid[])
     and exists (
       select from order_line line
       where line.tenant_id = part.tenant_id and line.order_id = part.id and line.withdrawn_at is null
     )
   order by part.purchase_id, part.position`,
)

const selectHappened = statement(
  {
    id: 'uuid',
    has_payment: 'boolean',
    has_refunds: 'boolean',
    has_disputes: 'boolean',
    has_other_entries: 'boolean',
  },
  `select id,
     exists (select from payment each where each.tenant_id = $1 and each.purchase_id = purchase.id) as has_payment,
     exists (select from refund each where each.tenant_id = $1 and each.purchase_id = purchase.id) as has_refunds,
     exists (select from dispute each where each.tenant_id = $1 and each.purchase_id = purchase.id) as has_disputes,
     exists (
       select from journal_entry each
       where each.tenant_id = $1 and each.purchase_id = purchase.id and each.kind <> 'opening'
     ) as has_other_entries
   from purchase
   where tenant_id = $1 and id = any($2::uuid[])`,
)

function partFromRow(row: RowOf<typeof selectParts>): PartSinceImport {
  return {
    number: row.number,
    status: OrderStatus.parse(row.status),
    paymentStatus: PaymentStatus.parse(row.payment_status),
    returnStatus: ReturnStatus.parse(row.return_status),
    payable: row.payable_amount,
    captured: row.captured_amount,
    returned: row.returned_amount,
    refunded: row.refunded_amount,
    chargedBack: row.charged_back_amount,
    earning: row.earning,
  }
}

function conflict({ purchase, differences }: Differing, why: string | undefined): ImportProblem {
  const [first] = differences
  const told = why === undefined ? first && differenceWords(first) : differencesWords(differences)
  const mend =
    why === undefined
      ? 'what is imported stays, so change it with --apply, take it out of the file, or import ' +
        "another shop's file into a tenant of its own"
      : `it stays as it is, since ${why}; take it out of the file`
  return {
    line: purchase.line,
    field: 'order_id',
    message: `is imported already with other contents: ${told}; ${mend}`,
    purchaseExternalId: purchase.externalId,
  }
}
