import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { globalSetup: ['../db/test/postgres.ts'], testTimeout: 60_000, hookTimeout: 60_000, maxWorkers: 2 },
})
