import { v7 } from 'uuid'
import { recordChange } from '../command/record.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'

/** `email` in lower case, `title` as the console shows it next to the name. */
export type Member = { id: string; name: string; email: string; title: string }

export type MemberCredentials = { id: string; name: string; passwordHash: string }

/** The one who may sign in with that address; a disabled member is not found. */
export async function findMemberCredentials(tx: ReadTx, email: string): Promise<MemberCredentials | undefined> {
  const row = await tx
    .selectFrom('member')
    .select(['id', 'name', 'password_hash'])
    .where('tenant_id', '=', tx.tenantId)
    .where('email', '=', email)
    .where('status', '=', 'active')
    .executeTakeFirst()
  return row && { id: row.id, name: row.name, passwordHash: row.password_hash }
}

export async function insertMember(
  tx: Tx,
  member: Omit<Member, 'id'> & { id?: string; orgUnitId: string; passwordHash: string },
): Promise<Member> {
  const inserted = { id: member.id ?? v7(), name: member.name, email: member.email.toLowerCase(), title: member.title }
  await tx
    .insertInto('member')
    .values({
      ...inserted,
      tenant_id: tx.tenantId,
      org_unit_id: member.orgUnitId,
      password_hash: member.passwordHash,
      status: 'active',
    })
    .execute()
  await recordChange(tx, {
    action: 'member.add',
    subject: { type: 'member', id: inserted.id, label: inserted.name, version: 1 },
    changes: [{ field: 'email', before: null, after: inserted.email }],
    data: { name: inserted.name },
  })
  return inserted
}

export async function savePasswordHash(tx: Tx, member: { id: string; passwordHash: string }): Promise<void> {
  await tx
    .updateTable('member')
    .set({ password_hash: member.passwordHash })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', member.id)
    .execute()
}
