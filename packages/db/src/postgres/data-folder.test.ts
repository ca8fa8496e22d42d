import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { requireDataFolder } from './data-folder.ts'
import { WrongSetting } from './wrong-setting.ts'

test('a data folder is made with those above it, and one that is there is kept', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'mainstay-folder-')), 'a/b')
  requireDataFolder(folder)
  requireDataFolder(folder)
  expect(existsSync(folder)).toBe(true)
})

test.each(['/proc/x/y', '/dev/null/x'])('%s cannot be made, and the variable is named', (folder) => {
  expect(() => requireDataFolder(folder)).toThrow(WrongSetting)
  expect(() => requireDataFolder(folder)).toThrow(/^MAINSTAY_DATA_DIR: /)
})
