import { router } from '../http/trpc.ts'
import { approval } from './approval.ts'
import { audit } from './audit.ts'
import { catalogue } from './catalogue.ts'
import { importRun } from './import-run.ts'
import { ledger } from './ledger.ts'
import { order } from './order.ts'
import { overview } from './overview.ts'
import { purchase } from './purchase.ts'
import { refund } from './refund.ts'
import { savedView } from './saved-view.ts'
import { seller, sellerRequirement } from './seller.ts'
import { session } from './session.ts'
import { system } from './system.ts'
import { tenantSetting } from './tenant-setting.ts'
import { webhook } from './webhook.ts'
import { workItem } from './work-item.ts'
import { workflow } from './workflow.ts'

export const appRouter = router({
  approval,
  audit,
  catalogue,
  importRun,
  ledger,
  order,
  overview,
  purchase,
  refund,
  savedView,
  seller,
  sellerRequirement,
  session,
  system,
  tenantSetting,
  webhook,
  workflow,
  workItem,
})

export type AppRouter = typeof appRouter
