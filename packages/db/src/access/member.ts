import type { Permission } from '@mainstay/domain/access/permission'
import { rolesHolding } from '@mainstay/domain/access/role'
import { emailKey } from '@mainstay/domain/text/email'
import { v7 } from 'uuid'
import { recordChange } from '../command/record.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { found } from '../postgres/not-found.ts'
import { type RowOf, statement } from '../postgres/statement.ts'

/** `email` in lower case, `title` as the console shows it next to the name. */
export type Member = { id: string; name: string; email: string; title: string }

export type MemberCredentials = { id: string; name: string; passwordHash: string }

/** The one who may sign in with that address, in whichever form its domain is written; a disabled member is not found. */
export async function findMemberCredentials(tx: ReadTx, email: string): Promise<MemberCredentials | undefined> {
  const row = await tx
    .selectFrom('member')
    .select(['id', 'name', 'password_hash'])
    .where('tenant_id', '=', tx.tenantId)
    // Nobody knows the key of a member whom the release before wrote.
    .where((eb) => eb.or([eb('email_key', '=', emailKey(email)), eb('email', 'in', [email, emailKey(email)])]))
    .where('status', '=', 'active')
    .executeTakeFirst()
  return row && { id: row.id, name: row.name, passwordHash: row.password_hash }
}

const colleaguesMax = 500

const members = `select member.id, member.name, member.title, exists (
    select from role_grant
    join org_unit on org_unit.tenant_id = role_grant.tenant_id and org_unit.id = role_grant.org_unit_id
    where role_grant.tenant_id = $1 and role_grant.member_id = member.id and role_grant.role = any($2::text[])
      and role_grant.reach = 'subtree' and org_unit.kind = 'operator'
      and (role_grant.expires_at is null or role_grant.expires_at > $3)) as holds
  from member where member.tenant_id = $1 and member.status = 'active'`
const holder = { id: 'uuid', name: 'text', title: 'text' } as const
const selectHolders = statement(
  holder,
  `select id, name, title from (${members}) colleague where holds order by name, id limit ${colleaguesMax}`,
)
const selectMember = statement({ ...holder, holds: 'boolean' }, `${members} and member.id = $4`)
type Holder = RowOf<typeof selectHolders>

/** Who works here and holds the permission over the whole marketplace, by name. */
export function listHolders(tx: ReadTx, permission: Permission, now: Date): Promise<Holder[]> {
  return selectHolders(tx, [tx.tenantId, rolesHolding(permission), now])
}

/** Whether this one of us holds it over the whole marketplace. Throws NotFound, also for whoever works here no more. */
export async function getHolder(
  tx: ReadTx,
  memberId: string,
  { permission, now }: { permission: Permission; now: Date },
): Promise<Holder & { holds: boolean }> {
  const [member] = await selectMember(tx, [tx.tenantId, rolesHolding(permission), now, memberId])
  return found('member', member)
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
      email_key: emailKey(inserted.email),
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
