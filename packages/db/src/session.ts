import { recordAudit } from './audit.ts'
import type { ReadTx, Tx } from './client.ts'
import type { Member } from './member.ts'
import { type Grant, grantsColumn, grantsFromColumn } from './role-grant.ts'
import { type Tenant, tenantColumns, tenantFromRow } from './tenant.ts'

export type Session = { id: string; expiresAt: Date; absoluteExpiresAt: Date }

export type SignedInMember = { tenant: Tenant; member: Member; grants: Grant[] }

/** Session, member, tenant and grants in one statement, so a right taken away is gone with the next request. */
export async function findSession(
  tx: ReadTx,
  tokenHash: string,
  now: Date,
): Promise<(SignedInMember & { session: Session }) | undefined> {
  const row = await tx
    .selectFrom('session')
    .innerJoin('member', (join) =>
      join.onRef('member.tenant_id', '=', 'session.tenant_id').onRef('member.id', '=', 'session.member_id'),
    )
    .innerJoin('tenant', 'tenant.id', 'session.tenant_id')
    .select([
      'session.id as session_id',
      'session.expires_at',
      'session.absolute_expires_at',
      'member.id as member_id',
      'member.name as member_name',
      'member.email',
      'member.title',
      ...tenantColumns,
    ])
    .select((eb) => grantsColumn(eb, tx.tenantId))
    .where('session.tenant_id', '=', tx.tenantId)
    .where('member.tenant_id', '=', tx.tenantId)
    .where('session.token_hash', '=', tokenHash)
    .where('session.expires_at', '>', now)
    .where('session.absolute_expires_at', '>', now)
    .where('member.status', '=', 'active')
    .executeTakeFirst()
  if (!row) return undefined
  return {
    session: { id: row.session_id, expiresAt: row.expires_at, absoluteExpiresAt: row.absolute_expires_at },
    tenant: tenantFromRow(tx.tenantId, row),
    member: { id: row.member_id, name: row.member_name, email: row.email, title: row.title },
    grants: grantsFromColumn(row.grants),
  }
}

export async function insertSession(
  tx: Tx,
  session: Session & {
    tokenHash: string
    member: { id: string; name: string }
    createdAt: Date
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
      created_at: session.createdAt,
      expires_at: session.expiresAt,
      absolute_expires_at: session.absoluteExpiresAt,
      ip: session.ip,
      user_agent: session.userAgent,
    })
    .execute()
  const { id, name } = session.member
  await recordAudit(
    tx,
    { type: 'member', id, name },
    {
      action: 'session.started',
      subject: { type: 'member', id, label: name },
      occurredAt: session.createdAt,
      changes: [{ field: 'ip', before: null, after: session.ip }],
    },
  )
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

export async function deleteSession(tx: Tx, tokenHash: string): Promise<void> {
  await tx.deleteFrom('session').where('tenant_id', '=', tx.tenantId).where('token_hash', '=', tokenHash).execute()
}

/** Signs a member out everywhere. */
export async function deleteSessionsOfMember(tx: Tx, memberId: string): Promise<void> {
  await tx.deleteFrom('session').where('tenant_id', '=', tx.tenantId).where('member_id', '=', memberId).execute()
}

export async function deleteSessionsExpiredBefore(tx: Tx, moment: Date): Promise<void> {
  await tx.deleteFrom('session').where('tenant_id', '=', tx.tenantId).where('expires_at', '<', moment).execute()
}
