export type StripeErrorBody = {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'
  message: string
  code?: string
  decline_code?: string
  param?: string
  charge?: string
  payment_intent?: object
}

/** An answer other than 200, in Stripe's shape. Thrown inside an operation, it undoes what the operation wrote. */
export class StripeFailure extends Error {
  readonly status: number
  readonly body: StripeErrorBody
  readonly headers: Record<string, string>

  constructor(status: number, body: StripeErrorBody, headers: Record<string, string> = {}) {
    super(body.message)
    this.name = 'StripeFailure'
    this.status = status
    this.body = body
    this.headers = headers
  }
}

export function invalidRequest(code: string, message: string, param?: string): StripeFailure {
  return new StripeFailure(400, { type: 'invalid_request_error', code, message, ...(param ? { param } : {}) })
}

export function noSuch(what: string, id: string, param = 'id'): StripeFailure {
  const status = param === 'id' || param === 'intent' ? 404 : 400
  return new StripeFailure(status, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${what}: '${id}'`,
    param,
  })
}
