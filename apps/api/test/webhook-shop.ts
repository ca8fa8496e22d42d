import { closedPort } from '@mainstay/sandbox/test/closed-port'
import { setFaults } from '@mainstay/sandbox/test/control'
import type { RunnableWorkflow } from '@mainstay/workflows/engine/workflow'
import type { Services } from '@mainstay/workflows/services'
import { openShop } from '@mainstay/workflows/test/shop'
import { expect } from 'vitest'
import { buildServer } from '../src/http/server.ts'

/** A shop whose provider tells the api of everything, over the wire, and a worker that runs these workflows. */
export async function openWebhookShop(workflows: readonly RunnableWorkflow<Services>[]) {
  const port = await closedPort()
  const shop = await openShop({ webhookUrl: `http://127.0.0.1:${port}/webhooks/stripe` })
  const { rw, ro } = shop.database
  const config = {
    host: '127.0.0.1',
    port,
    allowedOrigins: [],
    cursorSecret: 'signs the cursors of the tests',
    webhookSecrets: { stripe: shop.sandbox.webhookSecret },
    tls: false,
    trustedProxies: 0,
    drainMillis: 0,
  }
  const app = await buildServer({ db: rw, ro, config })
  await app.listen({ host: config.host, port })
  shop.work({ workflows })
  return {
    shop,
    app,

    /** Whatever a test did: the provider works again, and the books balance. */
    async rest() {
      await setFaults(shop.sandbox.url, [])
      const { differences, total } = await shop.bookkeeping()
      expect({ differences, total }).toEqual({ differences: [], total: 0 })
    },

    async close() {
      await shop.close()
      await app.close()
    },
  }
}
