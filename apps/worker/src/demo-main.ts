import { join } from 'node:path'
import { connect } from '@mainstay/db/postgres/client'
import { databaseSettings } from '@mainstay/db/postgres/role-urls'
import { endPlainly } from '@mainstay/db/postgres/wrong-setting'
import { logStream } from '@mainstay/telemetry/log-stream'
import { createLogger } from '@mainstay/telemetry/logger'
import { buildDemo } from './demo/build-demo.ts'
import { baltic, nordwind } from './demo/marketplace.ts'
import { isSandbox } from './demo/provider-faults.ts'
import { readEnv } from './env.ts'

endPlainly()
const began = performance.now()
const say = (line: string) => void process.stdout.write(`${line}\n`)

const { config, urls, pooler } = readEnv(process.env)
const sandbox = config.stripe.apiBase
if (sandbox === undefined || !(await isSandbox(sandbox))) say('No demo: the payment provider is not the sandbox')
else await build(sandbox)

async function build(url: string): Promise<void> {
  const { sending, listenUrl } = pooler
  const rw = connect(urls.app_rw, { ...sending, applicationName: 'mainstay demo', connectionsMax: 20 })
  const ro = connect(urls.app_ro, { ...sending, applicationName: 'mainstay demo reads', connectionsMax: 5 })
  const system = connect(urls.app_system, { ...sending, applicationName: 'mainstay demo engine', connectionsMax: 10 })
  const listening =
    listenUrl === undefined ? undefined : connect(listenUrl, { applicationName: 'mainstay demo listen' })
  const demo = {
    rw,
    ro,
    system,
    listening,
    config,
    sandbox: url,
    signInFile: join(databaseSettings(process.env).dataDir, 'sign-in.json'),
    now: new Date(),
    logger: createLogger('demo', logStream(2)),
    say,
  }
  const outcome = await buildDemo(demo, [nordwind, baltic], process.env['MAINSTAY_DEMO_PASSWORD'])
  if (outcome === 'built') say(`The demo is ready after ${Math.round((performance.now() - began) / 1000)} s`)
  if (outcome === 'not empty') say('No demo: the database holds marketplaces of its own')
  await Promise.all([rw.close(), ro.close(), system.close(), listening?.close()])
}
