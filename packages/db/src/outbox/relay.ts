import { tryTurn } from '../postgres/advisory-lock.ts'
import { acrossTenants, type Database } from '../postgres/client.ts'
import { statement } from '../postgres/statement.ts'
import { changesChannel } from './channel.ts'

/** Of one tenant, in one transaction: so that a backlog of one does not keep the others waiting. */
const batchMax = 1000

/**
 * Gives the pending events of every tenant their place in its gapless order; answers how many. Any number of relays may
 * run. `db` is signed in as app_system.
 */
export async function relayOutbox(db: Database): Promise<number> {
  const waiting = await acrossTenants(db, (tx) => selectTenants(tx, []))
  let numbered = 0
  for (const { tenant_id } of waiting) numbered += await relayTenant(db, tenant_id)
  return numbered
}

/** The order is given by us, the readers' side, and not by the writers: who commits late gets a late number, and no gap. */
function relayTenant(db: Database, tenantId: string): Promise<number> {
  return acrossTenants(db, async (tx) => {
    // Whoever has it numbers what we would.
    if (!(await tryTurn(tx, `outbox ${tenantId}`))) return 0
    const numbered = await numberPending(tx, [tenantId, batchMax])
    if (numbered.length > 0) await notify(tx, [changesChannel, tenantId])
    return numbered.length
  })
}

// No loose index scan: a distributed database answers no recursive query about all tenants.
const selectTenants = statement({ tenant_id: 'uuid' }, 'select distinct tenant_id from outbox_pending')

// In the order of writing, which for the changes of one object is the order of its locks, whatever the writers' clocks say.
// A statement of its own: it must see what the relay that held the lock before has committed.
const numberPending = statement(
  { sequence: 'bigint' },
  `with taken as (
    delete from outbox_pending
    where tenant_id = $1
      and event_id = any (
        select pending.event_id from outbox_pending pending
        where pending.tenant_id = $1 order by pending.position nulls first, pending.event_id limit $2
      )
    returning event_id, position
  ),
  last as (
    select coalesce(max(sequence), 0) as sequence from outbox_sequence where tenant_id = $1
  )
  insert into outbox_sequence (tenant_id, sequence, event_id)
  select $1, last.sequence + row_number() over (order by taken.position nulls first, taken.event_id), taken.event_id
  from taken cross join last
  returning sequence`,
)

const notify = statement({ pg_notify: 'void' }, 'select pg_notify($1, $2)')
