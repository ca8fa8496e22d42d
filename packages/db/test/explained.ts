import { type ReadTx, raw } from '../src/postgres/client.ts'
import { plannedForItsValues } from '../src/postgres/statement-names.ts'

type Node = { [key: string]: unknown; Plans?: Node[] }

/** How a statement was read. */
export type Explained = {
  millis: number
  /** Of shared buffers, found there or not. */
  blocks: number
  /** Tables that were read whole. */
  whole: string[]
  /** Indexes of a tenant's table that were read without saying of which tenant. */
  ofAnyTenant: string[]
}

type Statement = { sql: string; parameters: readonly unknown[] }

/** How PostgreSQL reads a statement that is warm, with the plan that the product has of it. */
export async function explained(tx: ReadTx, statement: Statement): Promise<Explained> {
  const isPlannedEachTime = statement.sql.endsWith(plannedForItsValues)
  const { Plan: plan, ...times } = await (isPlannedEachTime ? explainWarm : explainKept)(tx, statement)
  const nodes = flatten(plan)
  return {
    millis: times['Execution Time'] + times['Planning Time'],
    blocks: Number(plan['Shared Hit Blocks']) + Number(plan['Shared Read Blocks']),
    whole: nodes.filter((node) => node['Node Type'] === 'Seq Scan').map((node) => String(node['Relation Name'])),
    ofAnyTenant: nodes.filter(isOfAnyTenant).map((node) => String(node['Index Name'])),
  }
}

async function explainWarm(tx: ReadTx, { sql, parameters }: Statement): Promise<Answer> {
  await explain(tx, { sql, parameters })
  return explain(tx, { sql, parameters })
}

let prepared = 0
/** After five plans of its own PostgreSQL decides whether a statement keeps one for all values. */
const timesUntilKept = 7

async function explainKept(tx: ReadTx, { sql, parameters }: Statement): Promise<Answer> {
  prepared += 1
  const name = `explained_${prepared}`
  await raw(tx, `prepare ${name} as ${sql}`, [])
  const values = parameters.length === 0 ? '' : `(${parameters.map(literal).join(', ')})`
  for (let time = 1; time < timesUntilKept; time += 1) await raw(tx, `execute ${name}${values}`, [])
  const answer = await explain(tx, { sql: `execute ${name}${values}`, parameters: [] })
  await raw(tx, `deallocate ${name}`, [])
  return answer
}

type Answer = { Plan: Node; 'Execution Time': number; 'Planning Time': number }

async function explain(tx: ReadTx, { sql, parameters }: Statement): Promise<Answer> {
  const text = `explain (analyze, buffers, timing off, format json) ${sql}`
  const [row] = await raw<{ 'QUERY PLAN': [Answer] }>(tx, text, parameters)
  const [answer] = row?.['QUERY PLAN'] ?? []
  if (answer === undefined) throw new Error('nothing was explained')
  return answer
}

/** Of what nobody could place there is one table for all. */
const sharedIndexes = /^webhook_quarantine_/

function isOfAnyTenant(node: Node): boolean {
  if (!/^(Index|Index Only|Bitmap Index) Scan$/.test(String(node['Node Type']))) return false
  if (sharedIndexes.test(String(node['Index Name']))) return false
  return !/\btenant_id = /.test(String(node['Index Cond']))
}

function flatten(node: Node): Node[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)]
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (value instanceof Date) return literal(value.toISOString())
  if (Array.isArray(value)) return literal(`{${value.join(',')}}`)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return `'${text.replaceAll("'", "''")}'`
}
