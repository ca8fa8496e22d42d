import { v7 } from 'uuid'
import { recordChange } from '../command/record.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { found } from '../postgres/not-found.ts'
import { type Tenant, tenantColumns, tenantFromRow } from '../tenant/tenant.ts'

export type ApiKey = { id: string; name: string; scopes: string[]; tenant: Tenant }

/** A key that was revoked or has expired is not found. */
export async function findApiKey(tx: ReadTx, secretHash: string, now: Date): Promise<ApiKey | undefined> {
  const row = await tx
    .selectFrom('api_key')
    .innerJoin('tenant', 'tenant.id', 'api_key.tenant_id')
    .select(['api_key.id as key_id', 'api_key.name as key_name', 'api_key.scopes', ...tenantColumns])
    .where('api_key.tenant_id', '=', tx.tenantId)
    .where('api_key.secret_hash', '=', secretHash)
    .where('api_key.revoked_at', 'is', null)
    .where((eb) => eb.or([eb('api_key.expires_at', 'is', null), eb('api_key.expires_at', '>', now)]))
    .executeTakeFirst()
  return row && { id: row.key_id, name: row.key_name, scopes: row.scopes, tenant: tenantFromRow(tx.tenantId, row) }
}

export async function insertApiKey(
  tx: Tx,
  key: {
    name: string
    secretHash: string
    lastFour: string
    scopes: string[]
    expiresAt?: Date
  },
): Promise<{ id: string }> {
  const id = v7()
  await tx
    .insertInto('api_key')
    .values({
      tenant_id: tx.tenantId,
      id,
      name: key.name,
      secret_hash: key.secretHash,
      last_four: key.lastFour,
      scopes: key.scopes,
      created_by: tx.act.actor.type === 'member' ? tx.act.actor.id : null,
      created_at: tx.act.at,
      expires_at: key.expiresAt ?? null,
    })
    .execute()
  await recordChange(tx, {
    action: 'apiKey.create',
    subject: { type: 'api_key', id, label: key.name, version: 1 },
    changes: [{ field: 'scopes', before: null, after: key.scopes.join(' ') }],
    data: { name: key.name, scopes: key.scopes },
  })
  return { id }
}

export async function saveApiKeyRevoked(tx: Tx, keyId: string): Promise<void> {
  const row = await tx
    .updateTable('api_key')
    .set({ revoked_at: tx.act.at })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', keyId)
    .returning('name')
    .executeTakeFirst()
  const { name } = found('api key', row)
  await recordChange(tx, {
    action: 'apiKey.revoke',
    subject: { type: 'api_key', id: keyId, label: name, version: 2 },
    changes: [{ field: 'revoked', before: false, after: true }],
    data: { name },
  })
}
