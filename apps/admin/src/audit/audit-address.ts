import { endOfDay, startOfDay } from '@mainstay/domain/list/day'
import { createLoader, createParser, parseAsString } from 'nuqs/server'

const parseAsDay = createParser({
  parse: (value) => (startOfDay(value, 'UTC') === undefined ? null : value),
  serialize: (day) => day,
})

/** What the address of the audit log says. `from` and `to` are days of the marketplace, both included. */
export const auditAddress = {
  actorId: parseAsString,
  action: parseAsString,
  subjectType: parseAsString,
  subjectId: parseAsString,
  purchaseId: parseAsString,
  from: parseAsDay,
  to: parseAsDay,
  cursor: parseAsString,
  row: parseAsString,
}

export const loadAuditAddress = createLoader(auditAddress)

export type AuditAddress = Awaited<ReturnType<typeof loadAuditAddress>>

/** The same on the server and in the browser, so that what one fetched the other finds. */
export function auditInput(address: AuditAddress, timeZone: string) {
  const { actorId, action, subjectType, subjectId, purchaseId, cursor } = address
  const from = startOfDay(address.from ?? '', timeZone)
  const to = endOfDay(address.to ?? '', timeZone)
  return {
    limit: 50,
    ...(actorId !== null && { actorId }),
    ...(action !== null && { action }),
    ...(subjectType !== null && { subjectType }),
    ...(subjectId !== null && { subjectId }),
    ...(purchaseId !== null && { purchaseId }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(cursor !== null && { cursor }),
  }
}
