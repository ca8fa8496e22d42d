// `npm run chaos [steps|random]`: kills what `npm start` runs, and counts what was lost, done twice or not balanced.
import { saveResults } from '../results.ts'
import { openBooks } from './books.ts'
import { killAtEveryStep } from './every-step.ts'
import { killAtRandom } from './random-kills.ts'
import type { Count } from './settle.ts'
import { openShop } from './shop.ts'
import { gatherStaff } from './staff.ts'
import { startSystem } from './system.ts'

const parts = { steps: killAtEveryStep, random: killAtRandom }
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in parts))
if (unknown.length > 0) {
  console.error(`no part is called ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`)
  process.exit(2)
}

console.log('Starting Mainstay with its demo in a folder of its own')
const system = await startSystem()
const books = openBooks(system)
const counts: Count[] = []
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void system.stop().then(() => process.exit(1)))
try {
  const harness = { system, books, shop: await openShop(system), staff: await gatherStaff(system) }
  for (const [name, part] of Object.entries(parts)) {
    if (asked.length === 0 || asked.includes(name)) counts.push(await part(harness))
  }
} finally {
  await books.close()
  await system.stop()
}

const sum = (of: keyof Count) => counts.reduce((total, count) => total + count[of], 0)
const results = [
  { name: 'chaos.lost', value: sum('lost'), unit: 'purchases', against: '0' },
  { name: 'chaos.duplicated', value: sum('duplicated'), unit: 'purchases', against: '0' },
  { name: 'chaos.imbalance', value: sum('imbalance'), unit: 'minor units', against: '0' },
]
for (const { name, value, unit } of results) console.log(`${name.padEnd(20)} ${value} ${unit}`)
if (asked.length === 0) saveResults(results)
if (results.some(({ value }) => value !== 0)) {
  console.error(`\nThe folder is kept: ${system.dir}`)
  process.exitCode = 1
} else system.remove()
