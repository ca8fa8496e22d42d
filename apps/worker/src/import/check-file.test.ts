import { describe, expect, test } from 'vitest'
import { damaged, fileOf, orderItemLines, orderItemsPath } from '../../test/order-items.ts'
import { acceptedPurchases } from './accepted-purchases.ts'
import { checkFile } from './check-file.ts'
import { lookAtImport, type Told } from './import-file.ts'

async function check(path: string, told: Told = {}) {
  const file = await lookAtImport(path, 'BRL', told)
  const { rejected, problems, ...counts } = await checkFile(file)
  const accepted: string[] = []
  for await (const purchase of acceptedPurchases(file, rejected)) accepted.push(purchase.externalId)
  return {
    ...counts,
    accepted,
    rejected: [...rejected].sort(),
    problems: problems.map(({ line, field, purchaseExternalId: order }) => ({ line, field, order })),
    messages: problems.map(({ message }) => message),
  }
}

const all = ['1001', '1002', '1003', '1004', '1005', '1006', '1007', '1008', '1009', '1010']
const allBut = (...rejected: string[]) => all.filter((id) => !rejected.includes(id))

test('a good file is taken whole', async () => {
  expect(await check(orderItemsPath)).toEqual({
    linesRead: 14,
    purchases: 10,
    accepted: all,
    rejected: [],
    problems: [],
    messages: [],
  })
})

test('a file from another system, with a byte order mark, its own line ends and blank lines, is the same file', async () => {
  const [header = '', ...rows] = orderItemLines()
  const path = fileOf([`\uFEFF${header}\r`, '\r', ...rows.map((row) => `${row}\r`), '', ''])
  expect(await check(path)).toMatchObject({ accepted: all, problems: [] })
})

describe('a bad row', () => {
  test('rejects its whole purchase and no other', async () => {
    const path = damaged({ 7: '1005,1,desk,otto,2024-03-08 16:45:00,-1.00,17.87' })
    expect(await check(path)).toMatchObject({
      linesRead: 14,
      purchases: 10,
      accepted: allBut('1005'),
      problems: [{ line: 7, field: 'price', order: '1005' }],
      messages: ['"-1.00" is negative; an amount of 0 or more belongs here'],
    })
  })

  test('with too few fields is told how many there should be', async () => {
    const path = damaged({ 7: '1005,1,desk,otto' })
    expect(await check(path)).toMatchObject({
      accepted: allBut('1005'),
      problems: [{ line: 7, field: 'line', order: '1005' }],
      messages: ['has 4 fields where the header has 7; add what is missing, or join the line with its rest'],
    })
  })

  test('with a quote that is not closed damages its own line and nothing after it', async () => {
    const path = damaged({ 9: '1006,1,"rug,otto,2024-03-10 00:00:00,19.90,11.85' })
    expect(await check(path)).toMatchObject({
      linesRead: 14,
      accepted: allBut('1006'),
      problems: [{ line: 9, field: 'line', order: '1006' }],
      messages: [expect.stringMatching(/^has a quote that is not closed on its line/)],
    })
  })

  test('with a quote inside a field is told so', async () => {
    const path = damaged({ 9: '1006,1,ru"g,otto,2024-03-10 00:00:00,19.90,11.85' })
    expect(await check(path)).toMatchObject({
      accepted: allBut('1006'),
      messages: [expect.stringMatching(/^has a quote inside a field/)],
    })
  })

  test('that stands twice is named with the line it repeats', async () => {
    const line = orderItemLines()[4] ?? ''
    expect(await check(damaged({ 5: [line, line] }))).toMatchObject({
      accepted: allBut('1003'),
      problems: [{ line: 6, field: 'order_item_id', order: '1003' }],
      messages: ['"2" stands on line 5 already for this order; remove one of the two lines'],
    })
  })
})

describe('a purchase is never imported without one of its rows', () => {
  test('when a row does not tell its order, the purchases on both sides are rejected with it', async () => {
    const path = damaged({ 7: ',1,desk,otto,2024-03-08 16:45:00,199.00,17.87' })
    expect(await check(path)).toMatchObject({
      accepted: allBut('1004', '1005'),
      problems: [
        { line: 7, field: 'order_id', order: null },
        { line: 7, field: 'order_id', order: '1004' },
        { line: 7, field: 'order_id', order: '1005' },
      ],
    })
  })

  test('when the damage hides the order id itself, the purchases on both sides are rejected with it', async () => {
    const path = damaged({ 5: '"1003,2,lamp,nora,2024-03-06 09:15:20,58.90,13.29' })
    expect(await check(path)).toMatchObject({ accepted: allBut('1003', '1004') })
  })

  test('when two lines ran together, the purchase of the second is rejected too', async () => {
    const [ninth = '', tenth = ''] = orderItemLines().slice(8)
    const path = damaged({ 9: `${ninth}${tenth}`, 10: [] })
    expect(await check(path)).toMatchObject({ accepted: allBut('1005', '1006', '1007') })
  })

  test('when its rows do not stand together, it is rejected and the file is to be sorted', async () => {
    const path = damaged({ 15: ['1010,1,chair,pia,2024-03-14,45.50,8.72', '1005,3,rug,pia,2024-03-14,1.00,1.00'] })
    expect(await check(path)).toMatchObject({
      purchases: 10,
      accepted: allBut('1005'),
      problems: [{ line: 16, field: 'order_id', order: '1005' }],
      messages: [expect.stringMatching(/so sort the file by order_id$/)],
    })
  })
})

describe('a file that cannot be read', () => {
  test('for want of a column is refused with the columns it has', async () => {
    const path = damaged({ 1: 'order_id,order_item_id,product_id,seller_id,shipping_limit_date,amount,freight_value' })
    await expect(check(path)).rejects.toThrow(
      'The header lacks the column price. It has order_id, order_item_id, product_id, seller_id, shipping_limit_date, ' +
        'amount, freight_value. An import needs',
    )
  })

  test('for another delimiter than was told is told which one it has', async () => {
    const path = fileOf(orderItemLines().map((line) => line.replaceAll(',', ';')))
    await expect(check(path, { delimiter: ',' })).rejects.toThrow('Fields seem to be parted by a semicolon.')
  })

  test('for being empty is refused', async () => {
    await expect(check(fileOf([]))).rejects.toThrow('The file is empty.')
  })
})

test('an id is one however its letters are composed, and what nobody sees in one rejects it and what it may belong to', async () => {
  const [header = '', ...rows] = orderItemLines()
  const [, ...fields] = rows[0]?.split(',') ?? []
  const row = (order: string, item: string) => [order, item, ...fields.slice(1)].join(',')
  const path = fileOf([
    header,
    row('Cafe\u0301-1', '1'),
    row('Caf\u00e9-1 ', '2'),
    row('\uFEFF\u00A0طلب-7', '1'),
    row('A7', '1'),
    row('A\u200B7', '2'),
    row('\u{1F468}\u200D\u{1F469}', '1'),
  ])
  const { accepted, rejected, messages } = await check(path)
  expect(accepted).toEqual(['Café-1', 'طلب-7'])
  expect(rejected).toEqual(['A7'])
  for (const unseen of ['zero width space (U+200B)', 'zero width joiner (U+200D)'])
    expect(messages).toContain(`holds a ${unseen} at character 2; remove it`)
})

test('a file that is one endless line is refused before it fills the memory', async () => {
  const [header = ''] = orderItemLines()
  await expect(check(fileOf([header, '1'.repeat(2_000_000), header]))).rejects.toThrow(/A line is longer than/)
})

test('old line ends part lines too, wherever the file is cut into pieces', async () => {
  const [header = '', ...rows] = orderItemLines()
  const blank = `${'\r\n'.repeat(100_000)}\r`
  expect(await check(fileOf([header, `${blank}${rows.join('\r')}`]))).toMatchObject({ accepted: all, problems: [] })
})
