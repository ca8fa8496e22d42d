/** No such row for this tenant; another tenant's id reads the same. The api answers 404. */
export class NotFound extends Error {
  readonly noun: string

  constructor(noun: string) {
    super(`no such ${noun}`)
    this.name = 'NotFound'
    this.noun = noun
  }
}

/** The row, or NotFound when the query found none. */
export function found<T>(noun: string, row: T | undefined): T {
  if (row === undefined) throw new NotFound(noun)
  return row
}
