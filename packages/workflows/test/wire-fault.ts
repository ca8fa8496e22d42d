import type { Fault } from '@mainstay/db/test/lossy-wire'

/** `LOSSY_WIRE=long`: every fault at every point, with one worker and with two; else each point meets some of them. */
export const isLong = process.env['LOSSY_WIRE'] === 'long'

const { INTERLEAVINGS, SEED } = process.env

/** How many sequences of happenings are tried: `INTERLEAVINGS=2000`; `SEED` brings one back that failed. */
export const interleavings = {
  runs: Number(INTERLEAVINGS ?? 12),
  seed: SEED === undefined ? undefined : Number(SEED),
}

/** Longer than any answer takes here, shorter than any lease. */
export const answerTimeoutMillis = 400

/** What a network and a server that goes down do to a statement and to its answer. */
export const losses: readonly Fault[] = [
  { how: 'cut', reaches: true },
  { how: 'silence', reaches: true },
  { how: 'cut', reaches: false },
  { how: 'farewell', code: '57P01', reaches: true },
  { how: 'silence', reaches: false },
  { how: 'late', ms: 2 * answerTimeoutMillis },
  { how: 'farewell', code: '08006', reaches: true },
  { how: 'farewell', code: '57P01', reaches: false },
  { how: 'farewell', code: '53300', reaches: false },
]

/** What PostgreSQL says by itself, one code of each class that a statement can meet. */
export const refusals: readonly Fault[] = [
  '08006',
  '22P05',
  '23505',
  '25P02',
  '25P03',
  '40001',
  '40P01',
  '53100',
  '53300',
  '55P03',
  '57014',
  '57P01',
  '58030',
  'XX000',
].map((code) => ({ how: 'refusal', code }))

/** The engine's statements by the names it gives them; those of a transaction by what they do. */
export function nameStatement(text: string, preparedAs: string): string | undefined {
  const [, engines] = /^wf_(\w+)_[0-9a-f]{8}$/.exec(preparedAs) ?? []
  if (engines !== undefined) return engines
  const found = byText.find(([pattern]) => pattern.test(text))
  return found?.[1]
}

const byText: readonly [RegExp, string][] = [
  [/^begin/, 'begin'],
  [/^commit/, 'commit'],
  [/^rollback/, 'rollback'],
  [/^listen /, 'listen'],
  [/insert into workflow_step/, 'journal in commit'],
  [/insert into workflow_run/, 'start'],
  [/insert into workflow_signal/, 'signal'],
  [/insert into ledger/, 'book'],
]

export function describeFault(fault: Fault): string {
  const code = 'code' in fault ? ` ${fault.code}` : ''
  const where = 'reaches' in fault ? (fault.reaches ? ' of the answer' : ' of the statement') : ''
  return `${fault.how}${code}${where}`
}
