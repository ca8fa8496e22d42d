/**
 * The units of `line` that came back with refunds that were released, and what they cost when they did. A line of a refund
 * from before its units were priced counts with its amount.
 */
export const returnedUnitsOfLine = `left join lateral (
    select coalesce(sum(refund_line.quantity), 0)::bigint as units,
      coalesce(sum(coalesce(refund_line.units_amount, refund_line.amount)), 0)::bigint as units_amount
    from refund_line
    join refund on refund.tenant_id = refund_line.tenant_id and refund.id = refund_line.refund_id
    where refund_line.tenant_id = line.tenant_id and refund_line.order_line_id = line.id
      and refund_line.quantity is not null
      and refund.status in ('approved', 'sending', 'succeeded', 'failed', 'unknown')
  ) back on true`
