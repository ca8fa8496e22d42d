import type { ImportProblem } from '@mainstay/domain/import-run/row'
import type { ImportFile } from './import-file.ts'
import { type Reading, readRows } from './read-rows.ts'

/** What a first reading of the whole file found. Only ids and problems are kept, whatever the file's length. */
export type CheckedFile = {
  /** Lines with data, good and bad. */
  linesRead: number
  purchases: number
  /** Ids of purchases of which some row is bad, missing or doubtful: none of their rows is imported. */
  rejected: ReadonlySet<string>
  problems: ImportProblem[]
}

/** Reads the file to its end and says which purchases can be imported whole. */
export async function checkFile(file: ImportFile): Promise<CheckedFile> {
  const check = startCheck()
  for await (const reading of readRows(file)) check.take(reading)
  return check.result()
}

function startCheck() {
  const seen = new Set<string>()
  const rejected = new Set<string>()
  const problems: ImportProblem[] = []
  let linesRead = 0
  let current: { orderId: string; lineByItem: Map<string, number> } | undefined
  let doubtfulSince: number | undefined

  const reject = (problem: ImportProblem & { purchaseExternalId: string }) => {
    problems.push(problem)
    rejected.add(problem.purchaseExternalId)
  }
  const rejectBeside = (orderId: string, line: number) =>
    reject({
      line,
      field: 'order_id',
      message: `cannot be told for line ${line}, which may belong to this order beside it; mend that line`,
      purchaseExternalId: orderId,
    })

  const enter = (orderId: string, line: number) => {
    if (orderId === current?.orderId) return
    if (seen.has(orderId))
      reject({
        line,
        field: 'order_id',
        message: 'goes on here after other orders; rows of one order must stand together, so sort the file by order_id',
        purchaseExternalId: orderId,
      })
    seen.add(orderId)
    current = { orderId, lineByItem: new Map() }
  }

  const takeItem = (orderId: string, itemId: string, line: number) => {
    const before = current?.lineByItem.get(itemId)
    if (before === undefined) current?.lineByItem.set(itemId, line)
    else
      reject({
        line,
        field: 'order_item_id',
        message: `"${itemId}" stands on line ${before} already for this order; remove one of the two lines`,
        purchaseExternalId: orderId,
      })
  }

  return {
    take(reading: Reading): void {
      linesRead += 1
      const line = reading.ok ? reading.row.line : reading.line
      const orderId = reading.ok ? reading.row.orderId : reading.orderId
      if (!reading.ok) problems.push(...reading.problems)

      const isDoubtful = orderId === undefined || reading.hidesRows === true
      if (isDoubtful && current !== undefined) rejectBeside(current.orderId, line)
      if (orderId !== undefined) {
        if (doubtfulSince !== undefined) rejectBeside(orderId, doubtfulSince)
        doubtfulSince = undefined
        enter(orderId, line)
        if (reading.ok) takeItem(orderId, reading.row.itemId, line)
        else rejected.add(orderId)
      }
      if (isDoubtful) doubtfulSince = line
    },
    result: (): CheckedFile => ({ linesRead, purchases: seen.size, rejected, problems: byLine(problems) }),
  }
}

function byLine(problems: readonly ImportProblem[]): ImportProblem[] {
  return problems.toSorted((a, b) => a.line - b.line)
}
