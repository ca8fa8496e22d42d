import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { openBenchMarket } from './market.ts'
import type { Measure } from './rounds.ts'

const importMain = join(import.meta.dirname, '../apps/worker/src/import-main.ts')
const few = 100_000
const many = 1_000_000
const header = 'order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value'

/**
 * Lines of a file a second by the command people run, against the same lines written to one plain table by the thousand; and
 * the most memory the command takes for ten times the file.
 */
export async function benchImport(serverUrl: string): Promise<Measure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mainstay-bench-import-'))
  const bench = await openBenchMarket(serverUrl)
  const importLines = async (lines: number) => {
    const path = join(folder, `${lines}.csv`)
    await writeHistory(path, lines)
    const command = [path, '--tenant', `history-${lines}`, '--currency', 'BRL']
    return { path, ...(await runImport([...command, '--report', `${path}.rejected.csv`], bench.urls.app_rw)) }
  }
  try {
    const small = await importLines(few)
    const plain = await insertPlain(bench.adminUrl, small.path)
    const large = await importLines(many)
    return [
      { name: 'import/insert', value: plain / small.seconds, unit: 'x', against: 'the same lines in one plain table' },
      { name: 'import', value: many / large.seconds, unit: '/s', against: `lines of ${many}` },
      { name: 'import.memory', value: large.peakBytes / 1024 ** 2, unit: 'MB', against: `at most, for ${many} lines` },
      { name: 'import.memory@1M/@100k', value: large.peakBytes / small.peakBytes, unit: 'x', against: '' },
    ]
  } finally {
    await bench.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Orders of one to three lines, by 3,000 sellers, over three years. */
async function writeHistory(path: string, lines: number): Promise<void> {
  function* rows() {
    yield `${header}\n`
    for (let line = 0, order = 0; line < lines; order += 1) {
      for (let item = 1; item <= 1 + (order % 3) && line < lines; item += 1, line += 1) {
        const at = new Date(Date.UTC(2016, 0, 1) + (order % 1_500_000) * 60_000).toISOString()
        const price = `${10 + (order % 400)}.${10 + (line % 90)}`
        const ids = [order, line % 30_000, order % 3000].map((id) => id.toString(16).padStart(32, '0'))
        yield `${ids[0]},${item},${ids[1]},${ids[2]},${at.slice(0, 19).replace('T', ' ')},${price},${5 + (line % 20)}.50\n`
      }
    }
  }
  await pipeline(rows, createWriteStream(path))
}

/** How long the command takes, and the most memory it held. */
async function runImport(args: string[], url: string): Promise<{ seconds: number; peakBytes: number }> {
  const startedAt = performance.now()
  const child = fork(importMain, args, { stdio: 'ignore', env: { ...process.env, DATABASE_URL_RW: url } })
  let peakBytes = 0
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, residentBytes(child.pid))
  }, 100)
  const [code] = await once(child, 'exit')
  clearInterval(watch)
  if (code !== 0) throw new Error(`the import ended with ${code}`)
  return { seconds: (performance.now() - startedAt) / 1000, peakBytes }
}

/** What the kernel says a process has held at most; of one that is gone nothing. */
function residentBytes(pid: number | undefined): number {
  try {
    return 1024 * Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}

/** How long it takes to write the lines of a file to a table with nothing but their key. */
async function insertPlain(url: string, path: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`create table plain_line (order_id text, item int, product_id text, seller_id text, at timestamp,
      price numeric, freight numeric, primary key (order_id, item))`)
    const startedAt = performance.now()
    let lines: string[] = []
    const insert = async () => {
      await client.query({
        name: 'insert lines',
        text: `insert into plain_line select part[1], part[2]::int, part[3], part[4], part[5]::timestamp, part[6]::numeric, part[7]::numeric
          from unnest($1::text[]) line, string_to_array(line, ',') part`,
        values: [lines],
      })
      lines = []
    }
    for await (const line of createInterface({ input: createReadStream(path) })) {
      if (line !== header) lines.push(line)
      if (lines.length === 1000) await insert()
    }
    await insert()
    return (performance.now() - startedAt) / 1000
  } finally {
    await client.end()
  }
}
