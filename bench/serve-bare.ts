// The yardstick: one prepared query behind node:http, no framework, no rights, no tenant transaction.
import { createServer } from 'node:http'
import pg from 'pg'
import { answerParent } from './answer-parent.ts'

const { DATABASE_URL, TENANT_ID } = process.env
if (!DATABASE_URL || !TENANT_ID) throw new Error('DATABASE_URL and TENANT_ID are needed')

const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 })
const text = `
  select "order".id, "order".number, "order".purchase_id, purchase.number as purchase_number, "order".seller_id,
    seller.name as seller_name, purchase.buyer_name, "order".status, "order".payment_status, "order".return_status,
    "order".placed_at, "order".ship_by, "order".payable_amount, "order".currency
  from "order"
  join purchase on purchase.tenant_id = "order".tenant_id and purchase.id = "order".purchase_id
  join seller on seller.tenant_id = "order".tenant_id and seller.id = "order".seller_id
  where "order".tenant_id = $1
  order by "order".placed_at desc, "order".id desc
  limit 20`

const server = createServer((_request, response) => {
  pool.query({ name: 'orders', text, values: [TENANT_ID] }).then(
    ({ rows }) => response.setHeader('content-type', 'application/json').end(JSON.stringify(rows)),
    (error: Error) => response.writeHead(500).end(error.message),
  )
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') answerParent(`http://127.0.0.1:${address.port}`)
})
