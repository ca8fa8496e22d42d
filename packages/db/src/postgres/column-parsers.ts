import pg from 'pg'

const int8 = 20
const int8Array = 1016
const date = 1082
const dateArray = 1182
const textArray: number = 1009

function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error(`bigint ${text} does not fit a safe integer`)
  return value
}

const parseTexts: (text: string) => (string | null)[] = pg.types.getTypeParser(textArray, 'text')
const keepText = (text: string): string => text

/** bigint becomes a checked number, a calendar date stays text (it has no time zone), the rest is as pg has it. */
export const columnParsers: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === int8) return parseInt8
    if (oid === int8Array)
      return (text: string) => parseTexts(text).map((each) => (each === null ? null : parseInt8(each)))
    if (oid === date) return keepText
    if (oid === dateArray) return parseTexts
    return pg.types.getTypeParser(oid, format)
  },
}
