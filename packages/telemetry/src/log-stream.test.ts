import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** Writes lines of a kilobyte to descriptor 1 and tells on 2 what became of them. */
const program = (then: string) => `
import { createLogger } from ${JSON.stringify(join(import.meta.dirname, 'logger.ts'))}
import { metricsText } from ${JSON.stringify(join(import.meta.dirname, 'metrics.ts'))}
import { closeSync, openSync } from 'node:fs'
const logger = createLogger('test')
const log = (lines) => { for (let n = 0; n < lines; n += 1) logger.info({ n }, 'x'.repeat(1000)) }
log(5)
await new Promise((resolve) => setTimeout(resolve, 50))
${then}
const dropped = /lines_dropped_total (\\d+)/.exec(await metricsText())
process.stderr.write('dropped ' + dropped[1])
`

async function run(stdout: number | 'pipe', then: string): Promise<{ code: number | null; told: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program(then)], {
    stdio: ['ignore', stdout, 'pipe'],
    env: { PATH: process.env['PATH'], LOG_LEVEL: 'info' },
  })
  child.stdout?.destroy()
  let told = ''
  child.stderr?.on('data', (chunk) => {
    told += chunk
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, told }
}

const hasFullDevice = existsSync('/dev/full')

test.runIf(hasFullDevice)('a full disk costs log lines, which are counted, and not the process', async () => {
  const full = openSync('/dev/full', 'a')
  const { code, told } = await run(full, 'log(2000)')
  closeSync(full)
  expect(code).toBe(0)
  expect(Number(/^dropped (\d+)$/.exec(told)?.[1])).toBeGreaterThan(900)
})

test.runIf(hasFullDevice)('when there is space again, the lines that waited come first and none is torn', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'mainstay-log-')), 'api.log')
  const full = openSync('/dev/full', 'a')
  const space = `closeSync(1); if (openSync(${JSON.stringify(file)}, 'a') !== 1) throw new Error('not stdout')`
  const { code, told } = await run(full, `${space}\nlog(3)`)
  closeSync(full)
  expect({ code, told }).toEqual({ code: 0, told: 'dropped 0' })
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line).n)).toEqual([0, 1, 2, 3, 4, 0, 1, 2])
})

test('a reader of the log that is gone ends nothing', async () => {
  const { code, told } = await run('pipe', 'log(2000)')
  expect(code).toBe(0)
  expect(Number(/^dropped (\d+)$/.exec(told)?.[1])).toBeGreaterThan(900)
})
