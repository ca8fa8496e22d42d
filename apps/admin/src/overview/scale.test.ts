import { expect, test } from 'vitest'
import { scaleOf } from './scale.ts'

test.each([
  [[], [0, 1, 2, 3]],
  [
    [0, 0],
    [0, 1, 2, 3],
  ],
  [
    [1, 3],
    [0, 1, 2, 3],
  ],
  [[4], [0, 2, 4, 6]],
  [
    [37, 12],
    [0, 20, 40, 60],
  ],
  [[100], [0, 50, 100, 150]],
  [[61_000], [0, 50_000, 100_000, 150_000]],
])('of %j the lines stand at %j', (values, lines) => {
  expect(scaleOf(values)).toEqual({ top: lines.at(-1), lines })
})
