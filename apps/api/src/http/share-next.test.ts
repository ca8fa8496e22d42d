import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { shareNext } from './share-next.ts'

/** Answers by hand, one after another: what was asked, and how many answers are out. */
function desk() {
  const asked: { key: string; answer: (value: string) => void; fail: (error: Error) => void }[] = []
  const ask = shareNext(
    (key: string) => new Promise<string>((answer, fail) => asked.push({ key, answer, fail })),
    (key) => key,
  )
  return { asked, ask }
}

test('who comes while the same is asked shares the next answer, and never one that began before', async () => {
  const { asked, ask } = desk()
  const first = ask('maria')
  const late = [ask('maria'), ask('maria'), ask('maria')]
  expect(asked).toHaveLength(1)
  asked[0]?.answer('before')
  expect(await first).toBe('before')
  await setImmediate()
  expect(asked).toHaveLength(2)
  const later = ask('maria')
  asked[1]?.answer('after')
  expect(await Promise.all(late)).toEqual(['after', 'after', 'after'])
  await setImmediate()
  asked[2]?.answer('last')
  expect(await later).toBe('last')
})

test('one at a time costs nothing: each is asked for itself, and nothing is kept', async () => {
  const { asked, ask } = desk()
  for (const value of ['one', 'two']) {
    const answer = ask('maria')
    asked.at(-1)?.answer(value)
    expect(await answer).toBe(value)
    await setImmediate()
  }
  expect(asked).toHaveLength(2)
})

test('another is asked for at once, and a failure is for those who shared it', async () => {
  const { asked, ask } = desk()
  const first = ask('maria')
  const second = ask('maria')
  const jonas = ask('jonas')
  expect(asked.map(({ key }) => key)).toEqual(['maria', 'jonas'])
  asked[0]?.fail(new Error('the database went away'))
  await expect(first).rejects.toThrow('went away')
  await setImmediate()
  asked[2]?.answer('back again')
  asked[1]?.answer('jonas')
  expect(await Promise.all([second, jonas])).toEqual(['back again', 'jonas'])
})
