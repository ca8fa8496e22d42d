import { RunStatus } from '@mainstay/domain/workflow-run/lifecycle'
import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'

/** What the address of the run list says. The filters are the api's own. */
export const runsAddress = {
  status: parseAsStringLiteral(RunStatus.options),
  kind: parseAsString,
  purchaseId: parseAsString,
  cursor: parseAsString,
}

export const loadRunsAddress = createLoader(runsAddress)

type Address = Awaited<ReturnType<typeof loadRunsAddress>>

/** The same on the server and in the browser, so that what one fetched the other finds. */
export function runsInput({ status, kind, purchaseId, cursor }: Address) {
  return {
    limit: 50,
    ...(status !== null && { status }),
    ...(kind !== null && { kind }),
    ...(purchaseId !== null && { purchaseId }),
    ...(cursor !== null && { cursor }),
  }
}
