import { expect, test } from 'vitest'
import { listedNouns, lists } from './lists.ts'

test('what is searched for is called query in every list: as a filter, in the address and as a parameter', () => {
  for (const noun of listedNouns) {
    for (const [key, filter] of Object.entries(lists[noun].filters)) {
      if (filter.kind === 'search') expect([key, filter.parameter], noun).toEqual(['query', 'query'])
      else expect(key, noun).not.toBe('query')
    }
  }
})
