// The api as it is deployed, in a process of its own: tells its address to the parent and ends with it.

import { buildServer } from '@mainstay/api/http/server'
import { connect } from '@mainstay/db/postgres/client'
import { answerParent } from './answer-parent.ts'

const { DATABASE_URL_RW, DATABASE_URL_RO } = process.env
if (!DATABASE_URL_RW || !DATABASE_URL_RO) throw new Error('DATABASE_URL_RW and DATABASE_URL_RO are needed')

const app = await buildServer({
  db: connect(DATABASE_URL_RW),
  ro: connect(DATABASE_URL_RO),
  config: {
    host: '127.0.0.1',
    port: 0,
    allowedOrigins: [],
    cursorSecret: 'signs the cursors of the bench',
    tls: false,
    trustedProxies: 0,
    drainMillis: 0,
    webhookSecrets: {},
  },
})
answerParent(await app.listen({ host: '127.0.0.1', port: 0 }))
