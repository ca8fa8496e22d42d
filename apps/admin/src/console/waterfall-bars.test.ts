import { expect, test } from 'vitest'
import { placeBars } from './waterfall-bars.ts'

test('every flow starts where the level before it ended, and an undecided refund stays inside the balance', () => {
  const bars = placeBars([
    { kind: 'balance', total: 1000 },
    { kind: 'outflow', total: -200 },
    { kind: 'inflow', total: 50 },
    { kind: 'balance', total: 850 },
    { kind: 'undecided', total: -100 },
    { kind: 'balance', total: 850 },
  ])
  expect(bars).toEqual([
    [{ look: 'balance', left: 0, width: 100 }],
    [{ look: 'outflow', left: 80, width: 20 }],
    [{ look: 'inflow', left: 80, width: 5 }],
    [{ look: 'balance', left: 0, width: 85 }],
    [{ look: 'undecided', left: 75, width: 10 }],
    [
      { look: 'balance', left: 0, width: 75 },
      { look: 'undecided', left: 75, width: 10 },
    ],
  ])
})

test('nothing paid yet draws no bar wider than the track', () => {
  expect(placeBars([{ kind: 'balance', total: 0 }])).toEqual([[{ look: 'balance', left: 0, width: 0 }]])
})
