import type pg from 'pg'

/** Where processes are told that there is something new to be told. */
export const changesChannel = 'changes'

export type RunMoved = { tenantId: string; runId: string }

export type Heard = { tenantId: string; runIds: readonly string[] }

/** What was said: whose events were numbered, or which of a tenant's runs moved. '' is said of nobody. */
export function heardChanges(payload: string): Heard {
  const [tenantId = '', ...runIds] = payload.split(' ')
  return { tenantId, runIds }
}

// A notification takes 8,000 bytes.
const runsMax = 100

/**
 * Says which runs moved. A run has no events of its own: it moves several times a second, and nobody but who looks at it
 * wants to know.
 */
export async function tellRunsMoved(pool: pg.Pool, moved: readonly RunMoved[]): Promise<void> {
  const runs = Map.groupBy(moved, ({ tenantId }) => tenantId)
  const payloads = [...runs].flatMap(([tenantId, ofTenant]) => {
    const ids = [...new Set(ofTenant.map(({ runId }) => runId))]
    const chunks = Array.from({ length: Math.ceil(ids.length / runsMax) }, (_, at) =>
      ids.slice(at * runsMax, (at + 1) * runsMax),
    )
    return chunks.map((chunk) => [tenantId, ...chunk].join(' '))
  })
  if (payloads.length === 0) return
  await pool.query('select pg_notify($1, payload) from unnest($2::text[]) payload', [changesChannel, payloads])
}
