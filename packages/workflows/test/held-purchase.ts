import { setFaults } from '@mainstay/sandbox/test/control'
import { payPurchase } from '../src/pay-purchase.ts'
import type { PlacedAndStarted, Shop } from './shop.ts'

let kinds = 0

/** A kind of its own, so that no worker pays the purchase until one is started for it. */
export const ofItsOwn = () => ({ ...payPurchase, kind: `pay-purchase-${kinds++}@1` })

/** Places one whose run is held for a person: the provider does not know our secret when it is asked for that. */
export async function heldAt(
  shop: Shop,
  operation: 'payment_intents.create' | 'payment_intents.capture',
): Promise<PlacedAndStarted> {
  const workflow = ofItsOwn()
  const placed = await shop.place('pm_card_visa', { workflow })
  await setFaults(shop.sandbox.url, [{ operation, fault: 'unauthorized', times: 1 }])
  const worker = shop.work({ workflows: [workflow] })
  const { status } = await shop.until(placed.run, 'completed', 'failed', 'blocked')
  if (status !== 'failed') throw new Error(`the run is ${status}, and was to be held`)
  await worker.stop()
  return placed
}
