import type { TestApi, TestTenant } from './api.ts'

/**
 * How to ask for what belongs to another tenant: rows made there, named by the input. The answer has to be NOT_FOUND,
 * or for a list that filters by an id nothing at all. The owner asks the same, as a control that the rows exist.
 */
export type Probe = {
  input(owner: TestTenant, api: TestApi): Promise<unknown>
  answer?: 'not found' | 'empty page'
}

/** One entry for each procedure whose input holds an id. */
export const probes: Record<string, Probe> = {}
