import { isInReach, reachOf } from '@mainstay/auth/ability'
import type { SessionActor } from '@mainstay/auth/actor'
import { listChanges, type NumberedChange, sellerPathsOf } from '@mainstay/db/outbox/changes'
import { type Database, readTenant } from '@mainstay/db/postgres/client'
import type { Permission } from '@mainstay/domain/access/permission'
import { changeFor, type ObjectChange, type Sight } from '@mainstay/domain/command/object-change'

/** Somebody who is told what changes. */
export type Listener = {
  /** Of the tenant's order, how far they have been told. */
  position: number
  actor: SessionActor
  readonly tell: (changes: readonly ObjectChange[], upTo?: number) => void
}

export type Feeds = {
  /** Tells the listener what is behind their position and what comes, until the answer is called. */
  join(listener: Listener): () => void
  /** There is something new for this tenant; of '' nobody knows whose. */
  wake(tenantId: string): void
  /** These runs moved, which is no event and has no place in the tenant's order. */
  tellRuns(tenantId: string, runIds: readonly string[]): void
  stop(): void
}

type Feed = { tenantId: string; listeners: Set<Listener>; isReading: boolean; isStale: boolean }

const batchMax = 500
const retryMillis = 1000

/** One reading of what changed for all listeners of a tenant, however many they are. */
export function createFeeds(ro: Database, onFault: (error: unknown) => void): Feeds {
  const feeds = new Map<string, Feed>()
  const retries = new Set<NodeJS.Timeout>()

  async function readOn(feed: Feed): Promise<void> {
    feed.isStale = true
    if (feed.isReading) return
    feed.isReading = true
    try {
      while (feed.isStale) {
        feed.isStale = false
        while (await tellNext(ro, feed));
      }
    } catch (error) {
      onFault(error)
      const timer = setTimeout(() => retries.delete(timer) && void readOn(feed), retryMillis)
      retries.add(timer)
    } finally {
      feed.isReading = false
    }
  }

  return {
    join(listener) {
      const tenantId = listener.actor.tenant.id
      const feed = feeds.get(tenantId) ?? { tenantId, listeners: new Set(), isReading: false, isStale: false }
      feeds.set(tenantId, feed)
      feed.listeners.add(listener)
      void readOn(feed)
      return () => {
        feed.listeners.delete(listener)
        if (feed.listeners.size === 0 && feeds.get(tenantId) === feed) feeds.delete(tenantId)
      }
    },
    wake(tenantId) {
      for (const feed of feeds.values()) if (tenantId === '' || tenantId === feed.tenantId) void readOn(feed)
    },
    tellRuns(tenantId, runIds) {
      for (const { actor, tell } of feeds.get(tenantId)?.listeners ?? []) {
        const sight: Sight = { everywhere: everywhereOf(actor), here: () => false }
        tell(runIds.flatMap((id) => changeFor(sight, { type: 'workflow_run', id, version: 0 }) ?? []))
      }
    },
    stop() {
      for (const timer of retries) clearTimeout(timer)
    },
  }
}

/** Tells one batch, from where the hindmost listener is; false when there is nothing more. */
async function tellNext(ro: Database, { tenantId, listeners }: Feed): Promise<boolean> {
  if (listeners.size === 0) return false
  const after = Math.min(...[...listeners].map(({ position }) => position))
  const { changes, paths } = await readTenant(ro, tenantId, async (tx) => {
    const found = latestOfEach(await listChanges(tx, { after, limit: batchMax }))
    const isAnyonePartial = [...listeners].some(({ actor }) => isPartial(actor))
    return { changes: found, paths: isAnyonePartial ? await sellerPathsOf(tx, found) : [] }
  })
  const upTo = changes.at(-1)?.sequence
  if (upTo === undefined) return false
  for (const listener of listeners) {
    // Who joined meanwhile, further behind, is told in the next round.
    if (listener.position < after || listener.position >= upTo) continue
    const { actor, position } = listener
    const everywhere = everywhereOf(actor)
    const told = changes.flatMap((change, index) => {
      if (change.sequence <= position) return []
      const sight: Sight = {
        everywhere,
        here: (permission) => paths[index]?.some((path) => isInReach(actor, permission, path)) ?? false,
      }
      return changeFor(sight, change) ?? []
    })
    listener.position = upTo
    listener.tell(told, upTo)
  }
  return true
}

/** Of several changes of an object the last says it all, to everybody who is told of either. */
function latestOfEach(changes: readonly NumberedChange[]): NumberedChange[] {
  const latest = new Map<string, NumberedChange>()
  for (const change of changes) {
    const key = `${change.id} ${change.isOfRefund ?? false}`
    latest.delete(key)
    latest.set(key, change)
  }
  return [...latest.values()]
}

const bySeller: readonly Permission[] = ['order.read', 'purchase.read', 'refund.read', 'seller.read']

function isPartial(actor: SessionActor): boolean {
  return bySeller.some((permission) => !reachOf(actor, permission).everything)
}

function everywhereOf(actor: SessionActor): Sight['everywhere'] {
  const known = new Map<Permission, boolean>()
  return (permission) => {
    const answer = known.get(permission) ?? reachOf(actor, permission).everything
    known.set(permission, answer)
    return answer
  }
}
