import { defineConfig } from 'vitest/config'

// A busy machine is no failure; what hangs is.
export default defineConfig({ test: { testTimeout: 60_000, hookTimeout: 60_000 } })
