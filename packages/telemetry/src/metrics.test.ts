import { expect, test } from 'vitest'
import { countConflict, metricsText, observeProcedure, watchPool } from './metrics.ts'

test('a procedure is counted under its outcome', async () => {
  observeProcedure({ procedure: 'refund.approve', outcome: 'refused' }, 0.004)
  expect(await metricsText()).toContain(
    'mainstay_procedure_duration_seconds_count{procedure="refund.approve",outcome="refused"} 1',
  )
})

test('a deadlock that was survived is counted all the same', async () => {
  countConflict('40P01')
  expect(await metricsText()).toContain('mainstay_transaction_conflicts_total{code="40P01"} 1')
})

test('a watched pool is read at each scrape until it is no longer watched', async () => {
  let waiting = 0
  const unwatch = watchPool('tenant', () => ({ total: 10, idle: 3, waiting }))
  waiting = 7
  expect(await metricsText()).toContain('mainstay_pool_connections{pool="tenant",state="waiting"} 7')
  unwatch()
  expect(await metricsText()).not.toContain('pool="tenant"')
})
