import { globSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const app = fileURLToPath(new URL('../../app/(console)', import.meta.url))
const folders = globSync('**/page.tsx', { cwd: app }).map(dirname)
const withoutNowhere = folders.filter((folder) => !folder.includes('[...'))
const has = (folder: string, file: string) => globSync(file, { cwd: `${app}/${folder}` }).length > 0

test('every page shows its frame before its contents are here, but the one whose list would give way to it', () => {
  expect(withoutNowhere.length).toBeGreaterThan(10)
  expect(withoutNowhere.filter((folder) => !has(folder, 'loading.tsx'))).toEqual(['approvals/refunds/[refundId]'])
})

test('every page of one thing answers 404 before its frame has begun with 200', () => {
  const ofOne = withoutNowhere.filter((folder) => folder.endsWith(']'))
  const asks = (folder: string) =>
    has(folder, 'layout.tsx') &&
    readFileSync(`${app}/${folder}/layout.tsx`, 'utf8').includes('export default thingLayout(')
  expect(ofOne.length).toBeGreaterThan(4)
  expect(ofOne.filter((folder) => !asks(folder))).toEqual([])
})
