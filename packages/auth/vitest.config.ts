import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { globalSetup: ['@mainstay/db/test/postgres'], testTimeout: 60_000, hookTimeout: 60_000, maxWorkers: 2 },
})
