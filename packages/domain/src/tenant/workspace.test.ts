import { expect, test } from 'vitest'
import { Workspace } from './workspace.ts'

test.each(['nordwind', 'NORDWIND', ' Nordwind\n', '\uFEFFnordwind\u00A0', 'nord\u200Bwind', '\u3000nordwind\u00AD'])(
  '%j is the workspace nordwind',
  (written) => {
    expect(Workspace.parse(written)).toBe('nordwind')
  },
)

test('blanks alone name none', () => {
  expect(Workspace.min(1, 'Enter your workspace').safeParse(' \u200B').success).toBe(false)
})
