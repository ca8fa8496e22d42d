import { describe, expect, test } from 'vitest'
import {
  assignWorkItem,
  claimWorkItem,
  closedByItself,
  commentOnWorkItem,
  commentsMax,
  decideAsSeen,
  isSnoozed,
  releaseWorkItem,
  resolveWorkItem,
  snoozeWorkItem,
} from './decide.ts'
import { WorkItemKind, workItemKinds } from './kind.ts'
import type { WorkItem } from './work-item.ts'

const lena = { id: 'lena', name: 'Lena Brandt' }
const aylin = { id: 'aylin', name: 'Aylin Demir' }
const noon = new Date('2026-03-02T12:00:00Z')
const hoursLater = (hours: number) => new Date(noon.getTime() + hours * 3_600_000)

const open: WorkItem = {
  id: 'item',
  kind: 'external_action',
  subject: { type: 'refund', id: 'refund', label: 'RF-B86B' },
  purchaseId: null,
  runId: null,
  cause: { code: 'refund.made_elsewhere', provider: 'Stripe', isSuspended: false },
  atStake: null,
  status: 'open',
  owner: null,
  dueAt: hoursLater(4),
  snoozedUntil: null,
  createdAt: noon,
  resolution: null,
  resolvedAt: null,
  resolvedBy: null,
  endedBy: null,
  version: 1,
}
const closed = { resolution: { code: 'note' as const, text: 'talked to them' }, resolvedBy: lena, resolvedAt: noon }
const close = (item: WorkItem) => resolveWorkItem(item, closed)

describe('whose it is', () => {
  test('whoever takes an item owns it, and taking it again changes nothing', () => {
    expect(claimWorkItem(open, lena)).toMatchObject({ ok: true, value: { owner: lena } })
    expect(claimWorkItem({ ...open, owner: lena }, lena)).toMatchObject({ ok: true, value: { owner: lena } })
  })

  test('a colleague’s item is not taken from them', () => {
    expect(claimWorkItem({ ...open, owner: aylin }, lena)).toEqual({
      ok: false,
      refusal: { code: 'work_item.owned', owner: 'Aylin Demir' },
    })
  })

  test('only its owner lets go of an item', () => {
    expect(releaseWorkItem({ ...open, owner: lena }, lena)).toMatchObject({ value: { owner: null } })
    expect(releaseWorkItem({ ...open, owner: aylin }, lena)).toMatchObject({
      refusal: { code: 'work_item.not_yours', owner: 'Aylin Demir' },
    })
    expect(releaseWorkItem(open, lena)).toMatchObject({ refusal: { code: 'work_item.not_yours', owner: null } })
  })

  test('an item is given to a colleague who can see it, also from somebody else', () => {
    const mine = { ...open, owner: lena }
    expect(assignWorkItem(mine, { ...aylin, seesQueue: true })).toMatchObject({ value: { owner: aylin } })
    expect(assignWorkItem(mine, { ...aylin, seesQueue: false })).toMatchObject({
      refusal: { code: 'work_item.out_of_sight', name: 'Aylin Demir' },
    })
  })
})

describe('what a colleague did since', () => {
  const assignTo = (person: typeof aylin) => (item: WorkItem) => assignWorkItem(item, { ...person, seesQueue: true })
  const since = { ...open, version: 2, owner: aylin }

  test('is not undone unseen, and says who has the item', () => {
    expect(decideAsSeen(since, 1, assignTo(lena))).toEqual({
      ok: false,
      refusal: { code: 'work_item.changed', version: 2, owner: 'Aylin Demir' },
    })
    expect(decideAsSeen({ ...since, owner: null }, 1, assignTo(lena))).toMatchObject({ refusal: { owner: null } })
  })

  test('is no reason to refuse what was seen, and what nobody looked at was not seen', () => {
    expect([decideAsSeen(since, 2, assignTo(lena)).ok, decideAsSeen(since, undefined, assignTo(lena)).ok]).toEqual([
      true,
      false,
    ])
  })

  test('is told by the rule first where it has an answer of its own', () => {
    expect(decideAsSeen(since, 1, (item) => claimWorkItem(item, lena))).toMatchObject({
      refusal: { code: 'work_item.owned', owner: 'Aylin Demir' },
    })
  })
})

describe('put aside', () => {
  test('an item comes back by itself within a week', () => {
    const decision = snoozeWorkItem(open, hoursLater(20), noon)
    if (!decision.ok) throw new Error(decision.refusal.code)
    expect([noon, hoursLater(19), hoursLater(20)].map((now) => isSnoozed(decision.value, now))).toEqual([
      true,
      true,
      false,
    ])
    expect(snoozeWorkItem(open, hoursLater(7 * 24), noon).ok).toBe(true)
    expect(snoozeWorkItem(open, hoursLater(7 * 24 + 1), noon)).toMatchObject({
      refusal: { code: 'work_item.snooze_too_long', latest: hoursLater(7 * 24) },
    })
    expect(snoozeWorkItem(open, noon, noon)).toMatchObject({ refusal: { code: 'work_item.snooze_over' } })
  })

  test('what the bank wants by a day is back before that day', () => {
    const dispute: WorkItem = { ...open, kind: 'dispute_open', dueAt: hoursLater(30) }
    expect(snoozeWorkItem(dispute, hoursLater(30), noon).ok).toBe(true)
    expect(snoozeWorkItem(dispute, hoursLater(31), noon)).toMatchObject({
      refusal: { code: 'work_item.snooze_too_long', latest: dispute.dueAt },
    })
  })

  test('an item is brought back before its time', () => {
    expect(snoozeWorkItem({ ...open, snoozedUntil: hoursLater(20) }, null, noon)).toMatchObject({
      value: { snoozedUntil: null },
    })
  })
})

describe('how it ends', () => {
  test('a person closes what a person ends, and it says who, when and how', () => {
    expect(close({ ...open, snoozedUntil: hoursLater(20) })).toMatchObject({
      value: { ...closed, status: 'resolved', endedBy: 'person', snoozedUntil: null },
    })
  })

  test('what stands for a decision is closed by the decision only', () => {
    expect(close({ ...open, kind: 'refund_waiting' })).toEqual({
      ok: false,
      refusal: { code: 'work_item.awaits_decision', subject: open.subject },
    })
  })

  test('what only a fact can end is not closed by hand', () => {
    const refused = WorkItemKind.options.filter((kind) => {
      const decision = close({ ...open, kind })
      return !decision.ok && decision.refusal.code === 'work_item.awaits_fact'
    })
    expect(refused).toEqual(['payment_stalled', 'refund_stalled', 'dispute_open', 'ledger_proof'])
    expect(refused.map((kind) => workItemKinds[kind].ends)).toEqual([['fact'], ['fact'], ['fact'], ['fact']])
  })

  test('what a decision or a fact closes says which of them it was', () => {
    expect(closedByItself({ ...open, kind: 'refund_waiting' }, closed)).toMatchObject({
      ...closed,
      endedBy: 'decision',
    })
    expect(closedByItself({ ...open, kind: 'run_held' }, closed)).toMatchObject({ ...closed, endedBy: 'fact' })
  })

  test('nothing more is done to what is resolved', () => {
    const done: WorkItem = { ...open, status: 'resolved', owner: lena }
    const decisions = [
      claimWorkItem(done, lena),
      releaseWorkItem(done, lena),
      assignWorkItem(done, { ...aylin, seesQueue: true }),
      snoozeWorkItem(done, hoursLater(1), noon),
      close(done),
    ]
    for (const decision of decisions)
      expect(decision).toMatchObject({ refusal: { code: 'work_item.already_resolved' } })
  })
})

test('a thread has an end', () => {
  expect(commentOnWorkItem(open, commentsMax - 1).ok).toBe(true)
  expect(commentOnWorkItem(open, commentsMax)).toMatchObject({ refusal: { code: 'work_item.thread_full', most: 200 } })
})
