import type { Grant } from '@mainstay/domain/access/grant'
import type { Change } from '@mainstay/domain/audit/audit'
import { recordChange } from '../command/record.ts'
import { type Database, readTenant, type Tx } from '../postgres/client.ts'
import { statement } from '../postgres/statement.ts'
import { type Tenant, tenantFromRow } from '../tenant/tenant.ts'
import type { Member } from './member.ts'
import { grantsFromColumn } from './role-grant.ts'

export type Session = { id: string; expiresAt: Date; absoluteExpiresAt: Date }

export type SignedInMember = { tenant: Tenant; member: Member; grants: Grant[] }

/** Session, member, tenant and grants in one statement, so a right taken away is gone with the next request. */
export async function findSession(
  db: Database,
  { tenantId, tokenHash, now }: { tenantId: string; tokenHash: string; now: Date },
): Promise<(SignedInMember & { session: Session }) | undefined> {
  const [row] = await readTenant(db, tenantId, (tx) => {
    tx.endWithNext()
    return selectSignedIn(tx, [tenantId, tokenHash, now])
  })
  return (
    row && {
      session: { id: row.session_id, expiresAt: row.expires_at, absoluteExpiresAt: row.absolute_expires_at },
      tenant: tenantFromRow(tenantId, row),
      member: { id: row.member_id, name: row.member_name, email: row.email, title: row.title },
      grants: grantsFromColumn(row.grants),
    }
  )
}

const selectSignedIn = statement(
  {
    session_id: 'uuid',
    expires_at: 'timestamptz',
    absolute_expires_at: 'timestamptz',
    member_id: 'uuid',
    member_name: 'text',
    email: 'text',
    title: 'text',
    slug: 'text',
    name: 'text',
    currency: 'text',
    time_zone: 'text',
    number_prefix: 'text',
    sales_mode: 'text',
    tax_inclusive: 'boolean',
    commission_base: 'text',
    commission_tax_ppm: 'int',
    grants: 'jsonb',
  },
  `select session.id as session_id, session.expires_at, session.absolute_expires_at,
    member.id as member_id, member.name as member_name, member.email, member.title,
    tenant.slug, tenant.name, tenant.currency, tenant.time_zone, tenant.number_prefix, tenant.sales_mode,
    tenant.tax_inclusive, tenant.commission_base, tenant.commission_tax_ppm,
    (select coalesce(jsonb_agg(jsonb_build_object(
        'id', role_grant.id, 'role', role_grant.role,
        'org_unit_kind', org_unit.kind, 'org_unit_name', org_unit.name, 'org_unit_path', org_unit.path,
        'reach', role_grant.reach, 'limit_amount', role_grant.limit_amount,
        'limit_currency', role_grant.limit_currency, 'expires_at', role_grant.expires_at) order by role_grant.id), '[]')
      from role_grant
      join org_unit on org_unit.tenant_id = role_grant.tenant_id and org_unit.id = role_grant.org_unit_id
      where role_grant.tenant_id = $1 and role_grant.member_id = member.id) as grants
  from session
  join member on member.tenant_id = session.tenant_id and member.id = session.member_id
  join tenant on tenant.id = session.tenant_id
  where session.tenant_id = $1 and session.token_hash = $2
    and session.expires_at > $3 and session.absolute_expires_at > $3 and member.status = 'active'`,
)

export async function insertSession(
  tx: Tx,
  session: Session & {
    tokenHash: string
    member: { id: string; name: string }
    ip: string | null
    userAgent: string | null
  },
): Promise<void> {
  await tx
    .insertInto('session')
    .values({
      tenant_id: tx.tenantId,
      id: session.id,
      token_hash: session.tokenHash,
      member_id: session.member.id,
      created_at: tx.act.at,
      expires_at: session.expiresAt,
      absolute_expires_at: session.absoluteExpiresAt,
      ip: session.ip,
      user_agent: session.userAgent,
    })
    .execute()
  const { id, name } = session.member
  await recordChange(tx, {
    action: 'session.start',
    subject: { type: 'member', id, label: name, version: 1 },
    data: {},
    changes: [{ field: 'ip', before: null, after: session.ip }],
  })
}

/** Idle time starts again, but never past the absolute end. */
export async function saveSessionExpiry(tx: Tx, tokenHash: string, expiresAt: Date): Promise<void> {
  await tx
    .updateTable('session')
    .set((eb) => ({ expires_at: eb.fn<Date>('least', ['absolute_expires_at', eb.val(expiresAt)]) }))
    .where('tenant_id', '=', tx.tenantId)
    .where('token_hash', '=', tokenHash)
    .execute()
}

/** Signs out, which is the member's own act: who holds the token is the one it stands for. */
export async function deleteSession(tx: Tx, tokenHash: string): Promise<void> {
  const [ended] = await deleteOne(tx, [tx.tenantId, tokenHash])
  if (ended === undefined) return
  const { id, name, ip } = ended
  await recordEnd(tx.as({ actor: { type: 'member', id, name } }), { id, name, changes: [endOf(ip)] })
}

/** Signs a member out everywhere. */
export async function deleteSessionsOfMember(tx: Tx, memberId: string): Promise<void> {
  const ended = await deleteAll(tx, [tx.tenantId, memberId])
  const [first] = ended
  if (first !== undefined) await recordEnd(tx, { ...first, changes: ended.map(({ ip }) => endOf(ip)) })
}

const endedColumns = { id: 'uuid', name: 'text', ip: 'text?' } as const
const deleteOne = statement(
  endedColumns,
  `delete from session using member
   where session.tenant_id = $1 and session.token_hash = $2
     and member.tenant_id = session.tenant_id and member.id = session.member_id
   returning member.id, member.name, session.ip`,
)
const deleteAll = statement(
  endedColumns,
  `delete from session using member
   where session.tenant_id = $1 and session.member_id = $2
     and member.tenant_id = session.tenant_id and member.id = session.member_id
   returning member.id, member.name, session.ip`,
)

function endOf(ip: string | null): Change {
  return { field: 'ip', before: ip, after: null }
}

async function recordEnd(
  tx: Tx,
  { id, name, changes }: { id: string; name: string; changes: readonly Change[] },
): Promise<void> {
  await recordChange(tx, {
    action: 'session.end',
    subject: { type: 'member', id, label: name, version: 1 },
    data: {},
    changes,
  })
}

/** What is over by itself is no act of anybody: when it would be was said as it began. */
export async function deleteSessionsExpiredBefore(tx: Tx, moment: Date): Promise<void> {
  await tx.deleteFrom('session').where('tenant_id', '=', tx.tenantId).where('expires_at', '<', moment).execute()
}
