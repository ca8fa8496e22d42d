import { writeFileSync } from 'node:fs'
import type { Currency } from '@mainstay/domain/money/currency'
import { describe, expect, test } from 'vitest'
import { fileOf, orderItemLines } from '../../test/order-items.ts'
import { acceptedPurchases } from './accepted-purchases.ts'
import { checkFile } from './check-file.ts'
import { lookAtImport, type Told } from './import-file.ts'

const header = 'order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value'
const row = (orderId: string, price = '58.90') => `${orderId},1,P1,S1,2017-09-19 09:45:35,${price},13.29`
const bytes = (content: Buffer | string) => {
  const path = fileOf([])
  writeFileSync(path, content)
  return path
}

async function read(path: string, { currency = 'EUR', ...told }: Told & { currency?: Currency } = {}) {
  const file = await lookAtImport(path, currency, told)
  const { rejected, problems } = await checkFile(file)
  const accepted: [string, number][] = []
  for await (const purchase of acceptedPurchases(file, rejected)) accepted.push([purchase.externalId, purchase.items])
  return { accepted, problems: problems.map(({ line, field, message }) => `${line} ${field} ${message}`) }
}

const orders = (...ids: string[]) => ids.map((id): [string, number] => [id, 5890])

describe('a file as spreadsheets and other systems write it is taken', () => {
  const lines = [header, row('A1'), row('A2')]
  const quotedHeader = header
    .split(',')
    .map((name) => `"${name}"`)
    .join(',')
  const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])
  test.each<[string, string]>([
    [
      'with a byte order mark before a quoted header',
      bytes(`\uFEFF${quotedHeader}\r\n${row('A1')}\r\n${row('A2')}\r\n`),
    ],
    ['with semicolons', fileOf(lines.map((line) => line.replaceAll(',', ';')))],
    ['with tabs', fileOf(lines.map((line) => line.replaceAll(',', '\t')))],
    [
      'with semicolons and a decimal comma',
      fileOf(lines.map((line) => line.replaceAll(',', ';').replaceAll('.', ','))),
    ],
    ['with a line that names the separator', fileOf(['sep=;', ...lines.map((line) => line.replaceAll(',', ';'))])],
    [
      'with a separator that means something elsewhere',
      fileOf(['sep=^', ...lines.map((line) => line.replaceAll(',', '^'))]),
    ],
    ['in UTF-16', bytes(utf16(`${lines.join('\r\n')}\r\n`))],
    ['with rows of commas at the end', fileOf([...lines, ',,,,,,', ',,'])],
    ['with other line ends', bytes(lines.join('\r'))],
  ])('%s', async (_, path) => {
    expect(await read(path)).toEqual({ accepted: orders('A1', 'A2'), problems: [] })
  })

  test('with line breaks in quotes, and with line separators that end no line', async () => {
    const noted = [`${header},note`, `${row('A1')},"first\r\nsecond, ""third"""`, `${row('A2')},a\u2028b\u0085c`]
    expect(await read(fileOf(noted))).toEqual({ accepted: orders('A1', 'A2'), problems: [] })
  })

  test('with an encoding that is told, and not without it', async () => {
    const path = bytes(Buffer.from(`${header}\n${row('Caf\u00e9')}\n`, 'latin1'))
    expect((await read(path, { encoding: 'windows-1252' })).accepted).toEqual(orders('Caf\u00e9'))
    expect((await read(path)).problems).toEqual([expect.stringMatching(/^2 order_id holds bytes that are not UTF-8/)])
    await expect(read(bytes(Buffer.from(header, 'utf16le')))).rejects.toThrow('--encoding utf-16le')
  })

  test('with ids a spreadsheet was kept from counting', async () => {
    const path = fileOf([header, row('="0012"'), row('"=""0013"""'), row("'0014")])
    expect(await read(path)).toEqual({ accepted: orders('0012', '0013', '0014'), problems: [] })
    const byHat = [header, row('="0012"')].map((line) => line.replaceAll(',', '^'))
    expect(await read(fileOf(['sep=^', ...byHat]))).toEqual({ accepted: orders('0012'), problems: [] })
  })
})

describe('what cannot be known is never guessed', () => {
  test('ids that a spreadsheet made numbers of are refused, and those of hex digits are not', async () => {
    const { accepted, problems } = await read(fileOf([header, row('7.50E+14'), row('A2'), row('48e1234567')]))
    expect(accepted).toEqual(orders('48e1234567'))
    // A row that does not tell its order may be one of its neighbour's.
    const beside = expect.stringMatching(/^2 order_id cannot be told for line 2/)
    expect(problems).toEqual([expect.stringMatching(/^2 order_id "7.50E\+14" is what a spreadsheet made/), beside])
  })

  test('an amount with the other decimal sign than the file has rejects its order', async () => {
    const path = fileOf([header, row('A1', '"58,90"'), row('A2', '58.90')].map((line) => line.replace('13.29', '0')))
    const { accepted, problems } = await read(path)
    expect(accepted).toEqual(orders('A1'))
    expect(problems).toEqual([expect.stringMatching(/^3 price "58.90" is not an amount; write it with a comma/)])
  })

  test('in a currency of three digits a comma is decimal only where that is told', async () => {
    const path = fileOf([header, row('A1', '"5,890"').replace('13.29', '0')])
    expect((await read(path, { currency: 'KWD' })).accepted).toEqual([])
    expect((await read(path, { currency: 'KWD', decimal: ',' })).accepted).toEqual(orders('A1'))
  })

  test('a year of before there were such orders rejects its order', async () => {
    const { accepted, problems } = await read(fileOf([header, row('A1').replace('2017', '0000'), row('A2')]))
    expect(accepted).toEqual(orders('A2'))
    expect(problems).toEqual([expect.stringMatching(/^2 shipping_limit_date .* is before 1970/)])
  })

  test('a quote that is never closed costs its own order, also when a later field would close it', async () => {
    const lines = [`${header},note`, `${row('A1')},"open`, `${row('A2')},"closed"`, `${row('A3')},plain`]
    const { accepted, problems } = await read(fileOf(lines))
    expect(accepted).toEqual(orders('A2', 'A3'))
    expect(problems).toEqual([expect.stringMatching(/^2 line has a quote that is not closed/)])
  })
})

test('what is written to the end of a file after it was looked at is not read', async () => {
  const path = fileOf(orderItemLines())
  const file = await lookAtImport(path, 'BRL')
  const before = await checkFile(file)
  writeFileSync(path, '2001,1,desk,otto,2024-03-08 16:45:00,1.00,0\n', { flag: 'a' })
  expect(await checkFile(file)).toEqual(before)
})
