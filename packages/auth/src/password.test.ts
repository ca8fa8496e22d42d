import { expect, test } from 'vitest'
import { dummyHash, hashPassword, isOutdated, isPasswordOf } from './password.ts'

const cheap = { memoryCost: 64, timeCost: 1, parallelism: 1 }

test('a password is known again by its hash, and another one is not', async () => {
  const passwordHash = await hashPassword('correct horse', cheap)
  expect(await isPasswordOf(passwordHash, 'correct horse')).toBe(true)
  expect(await isPasswordOf(passwordHash, 'correct horsf')).toBe(false)
  expect(passwordHash).not.toContain('correct')
})

test('the same password is never hashed to the same text', async () => {
  expect(await hashPassword('correct horse', cheap)).not.toBe(await hashPassword('correct horse', cheap))
})

test("a hash made at another cost is outdated, one made at today's is not", async () => {
  expect(isOutdated(await hashPassword('correct horse', cheap))).toBe(true)
  expect(isOutdated(await hashPassword('correct horse'))).toBe(false)
})

test("nobody's hash costs as much to check as somebody's", () => {
  expect(isOutdated(dummyHash)).toBe(false)
})
