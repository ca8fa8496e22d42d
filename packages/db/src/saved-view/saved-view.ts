import type { Change } from '@mainstay/domain/audit/audit'
import type { ListedNoun } from '@mainstay/domain/list/lists'
import type { SavedView, SaveView } from '@mainstay/domain/saved-view/saved-view'
import { SavedView as SavedViewSchema, seesView } from '@mainstay/domain/saved-view/saved-view'
import { sql } from 'kysely'
import { v7 } from 'uuid'
import { recordChange } from '../command/record.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { found } from '../postgres/not-found.ts'

/** Who looks, and whether they see the whole marketplace. */
export type Onlooker = { id: string; seesEverything: boolean }

/** The views of these lists that somebody sees, by name: their own, and those that colleagues share. */
export async function listSavedViews(
  tx: ReadTx,
  lists: readonly ListedNoun[],
  onlooker: Onlooker,
): Promise<SavedView[]> {
  const rows = await savedViews(tx)
    .where(sql<boolean>`list = any(${lists}::text[])`)
    .where((eb) => eb.or([eb('owner_id', '=', onlooker.id), eb('is_shared', '=', true)]))
    .orderBy('name_lower')
    .orderBy('id')
    .execute()
  return rows.map(savedViewFromRow).filter((view) => seesView(view, onlooker))
}

/** What somebody called their views of a list. */
export async function listViewNames(
  tx: ReadTx,
  { list, ownerId }: { list: ListedNoun; ownerId: string },
): Promise<string[]> {
  const rows = await savedViews(tx).where('list', '=', list).where('owner_id', '=', ownerId).execute()
  return rows.map(({ name }) => name)
}

/** Throws NotFound, also for a view that is not for this person to see. */
export async function lockSavedView(tx: Tx, id: string, onlooker: Onlooker): Promise<SavedView> {
  const row = await savedViews(tx).where('id', '=', id).forUpdate().executeTakeFirst()
  const view = row && savedViewFromRow(row)
  return found('saved view', view && seesView(view, onlooker) ? view : undefined)
}

/** Keeps a view under its name, in the place of the one its owner called so before. */
export async function saveSavedView(tx: Tx, input: SaveView, owner: { id: string; name: string }): Promise<SavedView> {
  const kept = await savedViews(tx)
    .where('owner_id', '=', owner.id)
    .where('list', '=', input.list)
    .where(sql<boolean>`name_lower = lower(${input.name})`)
    .forUpdate()
    .executeTakeFirst()
  const row = await tx
    .insertInto('saved_view')
    .values({
      tenant_id: tx.tenantId,
      id: v7(),
      owner_id: owner.id,
      owner_name: owner.name,
      list: input.list,
      name: input.name,
      address: input.address,
      columns: input.columns,
      is_shared: false,
    })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'owner_id', 'list', 'name_lower']).doUpdateSet((eb) => ({
        name: eb.ref('excluded.name'),
        address: eb.ref('excluded.address'),
        columns: eb.ref('excluded.columns'),
        version: sql`saved_view.version + 1`,
        updated_at: tx.act.at,
      })),
    )
    .returning(columns)
    .executeTakeFirstOrThrow()
  const view = savedViewFromRow(row)
  await recordView(tx, 'save', { before: kept && savedViewFromRow(kept), after: view })
  return view
}

/** Saves a name or who may see it, of a locked view. What changes nothing is not written. */
export async function changeSavedView(
  tx: Tx,
  { before, after, verb }: { before: SavedView; after: SavedView; verb: 'rename' | 'share' },
): Promise<SavedView> {
  if (changesBetween(before, after).length === 0) return before
  const saved = { ...after, version: before.version + 1 }
  await tx
    .updateTable('saved_view')
    .set({ name: after.name, is_shared: after.isShared, version: saved.version, updated_at: tx.act.at })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', before.id)
    .execute()
  await recordView(tx, verb, { before, after: saved })
  return saved
}

/** Deletes a locked view. */
export async function deleteSavedView(tx: Tx, view: SavedView): Promise<void> {
  await tx.deleteFrom('saved_view').where('tenant_id', '=', tx.tenantId).where('id', '=', view.id).execute()
  await recordView(tx, 'delete', { before: view })
}

type Told = { before?: SavedView | undefined; after?: SavedView }

function recordView(tx: Tx, verb: 'save' | 'rename' | 'share' | 'delete', told: Told): Promise<void> {
  const { before, after } = told
  const { id, name, list, isShared, version } = found('saved view', after ?? before)
  return recordChange(tx, {
    action: `savedView.${verb}`,
    subject: { type: 'saved_view', id, label: name, version },
    changes: changesBetween(before, after),
    data: { list, isShared },
  })
}

function changesBetween(before: SavedView | undefined, after: SavedView | undefined): Change[] {
  const toldOf = ({ name, list, address, columns, isShared }: SavedView) => ({
    name,
    list,
    address,
    columns: columns.join(','),
    isShared,
  })
  const [was, is] = [before && toldOf(before), after && toldOf(after)]
  return (['name', 'list', 'address', 'columns', 'isShared'] as const)
    .map((field) => ({ field, before: was?.[field] ?? null, after: is?.[field] ?? null }))
    .filter((change) => change.before !== change.after)
}

const columns = ['id', 'owner_id', 'owner_name', 'list', 'name', 'address', 'columns', 'is_shared', 'version'] as const

function savedViews(tx: ReadTx) {
  return tx.selectFrom('saved_view').select(columns).where('tenant_id', '=', tx.tenantId)
}

type Row = Awaited<ReturnType<ReturnType<typeof savedViews>['executeTakeFirstOrThrow']>>

function savedViewFromRow({ owner_id, owner_name, is_shared, list, ...row }: Row): SavedView {
  return {
    ...row,
    list: SavedViewSchema.shape.list.parse(list),
    isShared: is_shared,
    owner: { id: owner_id, name: owner_name },
  }
}
