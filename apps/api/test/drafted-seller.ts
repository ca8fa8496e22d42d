import { getOperator } from '@mainstay/db/access/org-unit'
import { inTenant } from '@mainstay/db/postgres/client'
import { createSeller } from '@mainstay/db/seller/application'
import { writer } from '@mainstay/db/test/writer'
import type { Seller } from '@mainstay/domain/seller/seller'
import type { TestApi, TestTenant } from './api.ts'

const application = {
  name: 'Nordlicht GmbH',
  email: 'post@nordlicht.example',
  country: 'DE',
  registrationNumber: 'HRB 1',
}

/** A seller somebody put forward, with nothing handed in yet. */
export function draftIn(api: TestApi, tenant: TestTenant): Promise<Seller> {
  return inTenant(api.database.rw, writer(tenant.id), async (tx) =>
    createSeller(tx, application, await getOperator(tx)),
  )
}
