import { randomInt } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { findApiKey, insertApiKey } from '@mainstay/db/access/api-key'
import { type Database, readTenant, type Tx } from '@mainstay/db/postgres/client'
import type { Permission } from '@mainstay/domain/access/permission'
import { type ApiKeyActor, apiKeyActor } from './actor.ts'
import { tokenHash } from './token.ts'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const secretLength = 30
const checksumLength = 6
const keyForm = /^mk_([0-9a-f]{32})\.([0-9A-Za-z]{36})$/

/**
 * Makes a key `mk_<tenant>.<secret><checksum>`. It is shown this once: only its hash is kept. The prefix lets scanners
 * find a leaked key, the checksum lets junk be refused without asking the database.
 */
export async function createApiKey(
  tx: Tx,
  { name, scopes, expiresAt }: { name: string; scopes: readonly Permission[]; expiresAt?: Date },
): Promise<{ id: string; key: string }> {
  const secret = Array.from({ length: secretLength }, () => alphabet[randomInt(alphabet.length)]).join('')
  const unsigned = `mk_${tx.tenantId.replaceAll('-', '')}.${secret}`
  const key = unsigned + checksumOf(unsigned)
  const { id } = await insertApiKey(tx, {
    name,
    scopes: [...scopes],
    secretHash: tokenHash(key),
    lastFour: key.slice(-4),
    ...(expiresAt && { expiresAt }),
  })
  return { id, key }
}

/** The program behind a key; undefined when it is malformed, unknown, revoked or expired. */
export async function validateApiKey(db: Database, key: string, now: Date): Promise<ApiKeyActor | undefined> {
  const tenantId = tenantOfKey(key)
  if (tenantId === undefined) return undefined
  const found = await readTenant(db, tenantId, (tx) => {
    tx.endWithNext()
    return findApiKey(tx, tokenHash(key), now)
  })
  return found && apiKeyActor(found)
}

export function isWellFormedKey(key: string): boolean {
  return keyForm.test(key) && key.endsWith(checksumOf(key.slice(0, -checksumLength)))
}

function tenantOfKey(key: string): string | undefined {
  if (!isWellFormedKey(key)) return undefined
  return keyForm.exec(key)?.[1]?.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function checksumOf(text: string): string {
  let rest = crc32(text)
  let digits = ''
  while (digits.length < checksumLength) {
    digits = alphabet.charAt(rest % alphabet.length) + digits
    rest = Math.floor(rest / alphabet.length)
  }
  return digits
}
