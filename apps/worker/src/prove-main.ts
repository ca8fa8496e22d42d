// `npm run prove`: proves the books of every tenant of DATABASE_URL now, and ends with 1 where they do not add up.
import { proveLedger } from '@mainstay/db/ledger/proof'
import { acrossTenants, connect, readSnapshot } from '@mainstay/db/postgres/client'
import { databaseSettings, ensureRoles } from '@mainstay/db/postgres/role-urls'
import { endPlainly } from '@mainstay/db/postgres/wrong-setting'
import { listTenantIds } from '@mainstay/db/tenant/tenant'
import { counted } from './import/report.ts'

endPlainly()

const urls = await ensureRoles(databaseSettings(process.env))
const system = connect(urls.app_system, { connectionsMax: 1, applicationName: 'mainstay prove' })
const ro = connect(urls.app_ro, { connectionsMax: 1, applicationName: 'mainstay prove' })
const say = (line: string) => process.stdout.write(`${line}\n`)
try {
  for (const tenantId of await acrossTenants(system, listTenantIds)) {
    const { entries, balances, sides } = await readSnapshot(ro, tenantId, (tx) => proveLedger(tx))
    const wrong = balances.length + sides.length
    say(`${tenantId}: ${entries} entries, ${wrong === 0 ? 'the books add up' : counted(wrong, 'difference')}`)
    for (const { account, shard, currency, expected, found } of balances)
      say(`  balance of ${account} in ${currency}, shard ${shard}: expected ${expected}, found ${found}`)
    for (const { effectKey, account, currency, expected, found } of sides)
      say(`  entry ${effectKey}, ${account ?? 'its sum'} in ${currency}: expected ${expected}, found ${found}`)
    if (wrong > 0) process.exitCode = 1
  }
} finally {
  await Promise.all([system.close(), ro.close()])
}
