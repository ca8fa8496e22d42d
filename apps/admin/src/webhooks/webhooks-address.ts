import { webhookList } from '@mainstay/domain/webhook/webhook'
import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'

export const webhooksAddress = {
  view: parseAsStringLiteral(webhookList.Input.shape.view.unwrap().options).withDefault('held'),
  cursor: parseAsString,
}

export const loadWebhooksAddress = createLoader(webhooksAddress)

type Address = Awaited<ReturnType<typeof loadWebhooksAddress>>

/** The same on the server and in the browser, so that what one fetched the other finds. */
export function webhooksInput({ view, cursor }: Address) {
  return { view, limit: 50, ...(cursor !== null && { cursor }) }
}
