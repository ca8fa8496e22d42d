import pg from 'pg'

const int8 = 20
const int8Array = 1016
const date = 1082
const dateArray = 1182

function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error(`bigint ${text} does not fit a safe integer`)
  return value
}

const keepText = (text: string): string => text

/** bigint becomes a checked number, a calendar date stays text (it has no time zone), the rest is as pg has it. */
export const columnParsers: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === int8) return parseInt8
    if (oid === int8Array) return (text: string) => pg.types.arrayParser(text, parseInt8)
    if (oid === date) return keepText
    if (oid === dateArray) return (text: string) => pg.types.arrayParser(text, keepText)
    return pg.types.getTypeParser(oid, format)
  },
}
