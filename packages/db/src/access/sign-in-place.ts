import type { ReadTx, Tx } from '../postgres/client.ts'

const keptMillis = 90 * 86_400_000

/** Which of these places the member has signed in from, lately enough to be known by. */
export async function listKnownPlaces(
  tx: ReadTx,
  { memberId, places }: { memberId: string; places: readonly string[] },
  now: Date,
): Promise<string[]> {
  const rows = await tx
    .selectFrom('sign_in_place')
    .select('place')
    .where('tenant_id', '=', tx.tenantId)
    .where('member_id', '=', memberId)
    .where((eb) => eb('place', '=', eb.fn.any(eb.val([...places]))))
    .where('last_used_at', '>', new Date(now.getTime() - keptMillis))
    .execute()
  return rows.map(({ place }) => place)
}

/** Remembers where the member signed in from, and forgets what they have not used for long. */
export async function recordSignInPlaces(
  tx: Tx,
  { memberId, places }: { memberId: string; places: readonly string[] },
  now: Date,
): Promise<void> {
  for (const place of places) {
    await tx
      .insertInto('sign_in_place')
      .values({ tenant_id: tx.tenantId, member_id: memberId, place, last_used_at: now })
      .onConflict((known) => known.columns(['tenant_id', 'member_id', 'place']).doUpdateSet({ last_used_at: now }))
      .execute()
  }
  await tx
    .deleteFrom('sign_in_place')
    .where('tenant_id', '=', tx.tenantId)
    .where('member_id', '=', memberId)
    .where('last_used_at', '<=', new Date(now.getTime() - keptMillis))
    .execute()
}

export async function deleteSignInPlaces(tx: Tx, memberId: string): Promise<void> {
  await tx.deleteFrom('sign_in_place').where('tenant_id', '=', tx.tenantId).where('member_id', '=', memberId).execute()
}
