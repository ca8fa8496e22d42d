import type { ReadTx } from '@mainstay/db/postgres/client'
import type { Mailer } from '@mainstay/integrations/mail/mailer'
import type { PaymentGateway } from '@mainstay/integrations/payments/payment-gateway'

/** What workflows need of the world: the third argument of each, made once by the worker. */
export type Services = {
  gateway: PaymentGateway
  mailer: Mailer
  /** A read of one tenant, for steps; commits have a transaction of their own. */
  read: <R>(tenantId: string, fn: (tx: ReadTx) => Promise<R>) => Promise<R>
  clock: () => Date
  config: WorkflowConfig
}

export type WorkflowConfig = {
  /** The right-hand side of our Message-IDs. */
  mailDomain: string
  /** How amounts are written in mails. */
  mailLocale: string
}
