import type { ReadTx, SystemTx } from './client.ts'
import { statement } from './statement.ts'

const lock = statement({ pg_advisory_xact_lock: 'void' }, 'select pg_advisory_xact_lock(hashtextextended($1, 0))')

/** Waits until nobody else has what goes by this name, and keeps it until the transaction ends. */
export async function takeTurns(tx: ReadTx, name: string): Promise<void> {
  await lock(tx, [name])
}

const tryLock = statement({ taken: 'boolean' }, 'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as taken')

/** The same without waiting: false when somebody else has it. */
export async function tryTurn(tx: ReadTx | SystemTx, name: string): Promise<boolean> {
  const [lock] = await tryLock(tx, [name])
  return lock?.taken ?? false
}
