/** Why a request that names itself is not answered: it cannot be told apart, is under way, or was another one before. */
export type IdempotencyRefusal = {
  code: 'idempotency.malformed_key' | 'idempotency.in_progress' | 'idempotency.key_reused'
}
