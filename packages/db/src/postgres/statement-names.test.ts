import { expect, test } from 'vitest'
import { plannedForItsValues, statementNames } from './statement-names.ts'

test('a text that is seen twice gets a name, one that is planned for its values never does', () => {
  const nameOf = statementNames()
  const often = (text: string) => [nameOf(text), nameOf(text), nameOf(text)]
  const [first, second, third] = often('select 1')
  expect([first, second]).toEqual([undefined, expect.any(String)])
  expect(third).toBe(second)
  expect(often(`select 1 ${plannedForItsValues}`)).toEqual([undefined, undefined, undefined])
})
