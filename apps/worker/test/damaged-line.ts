import fc from 'fast-check'

/** `IMPORT_FILES=2000`: how many files are made and imported. */
export const files = Number(process.env['IMPORT_FILES'] ?? 60)

export const header = 'order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value'

/** What stands in cells of real files, good and bad, and what a database might refuse. */
const id = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('A', 'B', '0012', 'x-1') },
  fc.constantFrom(
    '',
    ' ',
    '7.50E+14',
    '="7"',
    "'7",
    'a'.repeat(200),
    'a'.repeat(201),
    '\u0000',
    '\u200b',
    'e\u0301',
    '\u{1f600}',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
)
const date = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('2024-03-05 11:30:00', '2017-09-19') },
  fc.constantFrom(
    '',
    '0000-01-01',
    '0001-01-01',
    '1969-12-31',
    '1970-01-01',
    '9999-12-31 23:59:59',
    '2024-02-30',
    'soon',
  ),
)
const amount = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('58.90', '0', '1') },
  fc.constantFrom(
    '',
    '-0',
    '-1',
    '1e3',
    '0.001',
    '9999999999.99',
    '10000000000.00',
    '99999999999',
    'NaN',
    '\u0661',
    '1,5',
  ),
)
const row = fc.tuple(id, id, id, id, date, amount, amount).map((cells) => cells.join(','))
/** A line of a file, mostly good. */
export const line = fc.oneof({ weight: 8, arbitrary: row }, fc.constantFrom('', ',,,,,,', '"', '"open', 'A,1'))
