import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { looks, shoot, sidewaysScroll, violations } from './look.ts'
import { openStack, type Stack } from './stack.ts'
import { visits } from './visit.ts'
import { unknownPayment, waitingRefund } from './work-items.ts'

let stack: Stack
let browser: Browser
beforeAll(async () => {
  stack = await openStack()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await stack.close()
})

const as = visits(() => ({ stack, browser }))

/** The page takes keys once the browser has taken it over, which nothing on it shows. */
async function pressUntilARowHasFocus(page: Page): Promise<boolean> {
  await page.keyboard.press('j')
  return page.evaluate(() => document.activeElement?.closest('[data-row]') instanceof HTMLElement)
}

/** What the row says that has the focus; nothing where none has it. */
function rowWithFocus(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.closest('[data-row]')?.textContent ?? '')
}

const open = (page: Page, path: string) => page.goto(stack.consoleUrl + path)
const rowOf = (page: Page, label: string) => page.getByRole('row', { name: new RegExp(label) })
const select = (page: Page, label: string) => page.getByRole('checkbox', { name: `Select ${label}` }).check()

describe('the work queue', () => {
  test('an item is taken, resolved with a reason, and leaves the queue', async () => {
    await unknownPayment(stack, 'NW-TAKEN001', 30)
    await as('maria', async (page) => {
      await open(page, '/queue')
      await page.getByRole('row', { name: /NW-TAKEN001/ }).click()
      const drawer = page.getByRole('complementary', { name: 'Payment outcome unknown' })
      await drawer.getByRole('button', { name: /Take it/ }).click()
      await drawer.getByText('You', { exact: true }).first().waitFor()

      await drawer.getByRole('button', { name: /Resolve with reason/ }).click()
      const dialog = page.getByRole('dialog', { name: 'Resolve NW-TAKEN001' })
      await dialog.getByRole('button', { name: /Resolve item/ }).click()
      await dialog.getByText('Say in a few words how it ended').waitFor()
      await dialog.getByLabel('How it ended').fill('The provider shows the capture; the books have it now')
      await dialog.getByRole('button', { name: /Resolve item/ }).click()
      await dialog.waitFor({ state: 'detached' })
      await page.getByRole('row', { name: /NW-TAKEN001/ }).waitFor({ state: 'detached' })

      await page.getByRole('link', { name: 'Resolved' }).click()
      await page.getByRole('row', { name: /NW-TAKEN001.*the books have it now/ }).waitFor()
    })
  })

  test('what was taken by mistake is given back', async () => {
    await unknownPayment(stack, 'NW-UNDO0001', 30)
    await as('maria', async (page) => {
      await open(page, '/queue')
      await rowOf(page, 'NW-UNDO0001').click()
      const drawer = page.getByRole('complementary', { name: 'Payment outcome unknown' })
      await drawer.getByRole('button', { name: /Take it/ }).click()
      await page.getByText('NW-UNDO0001 is yours.').waitFor()
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.getByText('NW-UNDO0001 has no owner now.').waitFor()
      await drawer.getByRole('button', { name: /Take it/ }).waitFor()
    })
  })

  test('is worked through with keys alone', async () => {
    await unknownPayment(stack, 'NW-KEYS0001', 5)
    await as('aylin', async (page) => {
      await open(page, '/queue?view=unowned')
      await page.getByRole('row', { name: /NW-KEYS0001/ }).waitFor()
      await expect.poll(() => pressUntilARowHasFocus(page)).toBe(true)
      await page.keyboard.press('Enter')
      const drawer = page.getByRole('complementary', { name: 'Payment outcome unknown' })
      await drawer.getByText('NW-KEYS0001').first().waitFor()
      await page.keyboard.press('e')
      const dialog = page.getByRole('dialog', { name: 'Resolve NW-KEYS0001' })
      await dialog.getByLabel('How it ended').fill('Captured; seen in the provider’s dashboard')
      await page.keyboard.press('Control+Enter')
      await dialog.waitFor({ state: 'detached' })
      await page.getByRole('row', { name: /NW-KEYS0001/ }).waitFor({ state: 'detached' })
    })
  })

  test('what a colleague has taken says whose it is and cannot be taken', async () => {
    await unknownPayment(stack, 'NW-OWNED001', 45)
    await as('sofie', async (page) => {
      await open(page, '/queue')
      await page.getByRole('row', { name: /NW-OWNED001/ }).click()
      await page.getByRole('button', { name: /Take it/ }).click()
      await page.getByText('NW-OWNED001 is yours.').waitFor()
    })
    await as('jonas', async (page) => {
      await open(page, '/queue')
      await page.getByRole('row', { name: /NW-OWNED001/ }).click()
      const take = page.getByRole('button', { name: /Take it/ })
      expect(await take.getAttribute('aria-disabled')).toBe('true')
      await take.focus()
      await page.getByText('Sofie Aalto has taken this item.').first().waitFor()
    })
  })

  test('past its clock turns the count in the sidebar red and says so in words', async () => {
    await unknownPayment(stack, 'NW-LATE0001', -10)
    await as('maria', async (page) => {
      await open(page, '/queue?view=late')
      await page.getByRole('row', { name: /10 min late.*NW-LATE0001/ }).waitFor()
      await page.getByRole('link', { name: /Work queue.*1 past the clock/ }).waitFor()
    })
  })

  test('what stands for a decision is not closed by hand, and leads to the decision', async () => {
    await waitingRefund(stack, 'RF-DECIDE01', 30)
    await as('maria', async (page) => {
      await open(page, '/queue')
      await rowOf(page, 'RF-DECIDE01').click()
      const drawer = page.getByRole('complementary', { name: 'Refund waits for a second person' })
      const resolve = drawer.getByRole('button', { name: /Resolve with reason/ })
      expect(await resolve.getAttribute('aria-disabled')).toBe('true')
      await resolve.focus()
      await page.getByText('RF-DECIDE01 waits for a decision.').first().waitFor()
      await drawer.getByRole('link', { name: /Review refund/ }).waitFor()
    })
  })

  test('many are resolved at once; what is refused says why and stays selected', async () => {
    await unknownPayment(stack, 'NW-MANY0001', 31)
    await unknownPayment(stack, 'NW-MANY0002', 32)
    await waitingRefund(stack, 'RF-MANY0003', 33)
    await as('maria', async (page) => {
      await open(page, '/queue')
      for (const label of ['NW-MANY0001', 'NW-MANY0002', 'RF-MANY0003']) await select(page, label)
      const bar = page.getByRole('toolbar', { name: 'Actions for 3 selected items' })
      await bar.waitFor()
      await page.keyboard.press('e')
      const dialog = page.getByRole('dialog', { name: 'Resolve 3 items' })
      await dialog.getByText('2 of 3 can be closed by hand.').waitFor()
      await dialog.getByLabel('How it ended').fill('Both are captured; seen at the provider')
      await page.keyboard.press('Control+Enter')
      const refused = page.getByRole('dialog', { name: '2 of 3 done, 1 refused' })
      await refused.getByText('RF-MANY0003 waits for a decision.').waitFor()
      await page.keyboard.press('Escape')
      await rowOf(page, 'NW-MANY0001').waitFor({ state: 'detached' })
      await page.getByRole('toolbar', { name: 'Actions for 1 selected item' }).waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('toolbar').waitFor({ state: 'detached' })

      await page.getByRole('link', { name: 'Resolved' }).click()
      await page.getByRole('row', { name: /NW-MANY0002.*seen at the provider.*You.*by hand/ }).waitFor()
    })
  })

  test('an item is put aside by keys, the next one opens, and it is taken back', async () => {
    await unknownPayment(stack, 'NW-ASIDE001', 34)
    await unknownPayment(stack, 'NW-ASIDE002', 35)
    await as('maria', async (page) => {
      await open(page, '/queue')
      await rowOf(page, 'NW-ASIDE001').click()
      await page.getByRole('complementary').waitFor()
      await page.keyboard.press('s')
      const dialog = page.getByRole('dialog', { name: 'Snooze NW-ASIDE001' })
      await dialog.getByRole('radio', { name: /In an hour/ }).waitFor()
      await page.keyboard.press('Control+Enter')
      await rowOf(page, 'NW-ASIDE001').waitFor({ state: 'detached' })
      await page.getByRole('complementary').getByText('Payment · NW-ASIDE002').waitFor()
      await expect.poll(() => rowWithFocus(page)).toContain('NW-ASIDE002')
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.getByText('NW-ASIDE001 is back on the queue.').waitFor()
      await rowOf(page, 'NW-ASIDE001').waitFor()
      await expect.poll(() => rowWithFocus(page)).toContain('NW-ASIDE002')
    })
  })

  test('an item is given to a colleague with a word about it, and both stay in its history', async () => {
    await unknownPayment(stack, 'NW-GIVEN001', 35)
    await as('maria', async (page) => {
      await open(page, '/queue')
      await rowOf(page, 'NW-GIVEN001').click()
      const drawer = page.getByRole('complementary', { name: 'Payment outcome unknown' })
      await drawer.getByText('a test put it on the queue').waitFor()
      await page.keyboard.press('a')
      const dialog = page.getByRole('dialog', { name: 'Assign NW-GIVEN001' })
      await dialog.getByRole('option', { name: /Sofie Aalto/ }).waitFor()
      await page.keyboard.type('sofie')
      await page.keyboard.press('Enter')
      await drawer.getByText('Maria Lindholm gave it to Sofie Aalto').waitFor()
      await page.keyboard.press('c')
      await page.keyboard.type('The bank calls back at four')
      await page.keyboard.press('Control+Enter')
      await drawer.getByRole('listitem').getByText('The bank calls back at four').waitFor()
      expect(await drawer.getByRole('textbox', { name: 'Comment' }).inputValue()).toBe('')
    })
    await as('sofie', async (page) => {
      await open(page, '/queue?view=mine')
      await rowOf(page, 'NW-GIVEN001').click()
      await page.getByRole('complementary').waitFor()
      await page.keyboard.press('a')
      await page.getByRole('option', { name: /Aylin Demir/ }).waitFor()
      await page.keyboard.type('aylin')
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.getByText('NW-GIVEN001 is where it was.').waitFor()
    })
  })

  test('a link to an item that is not on the list says so', async () => {
    await as('maria', async (page) => {
      await open(page, `/queue?item=${crypto.randomUUID()}`)
      await page.getByText('The item of this link is not shown here.').waitFor()
      await page.getByRole('button', { name: 'Leave it' }).click()
      await page.waitForURL((url) => !url.searchParams.has('item'))
    })
  })
})

describe.each(looks)('in $theme at $width', (look) => {
  test('what many items can be done to is as accessible as the queue', async () => {
    const own = `${look.width}${look.theme === 'dark' ? 'D' : 'L'}`
    await unknownPayment(stack, `NW-BULK${own}`, 40)
    await waitingRefund(stack, `RF-BULK${own}`, 41)
    await as(
      'maria',
      async (page) => {
        await open(page, '/queue')
        for (const label of [`NW-BULK${own}`, `RF-BULK${own}`]) await select(page, label)
        await page.getByRole('toolbar').waitFor()
        await shoot(page, 'queue-selected', look)
        expect(await violations(page)).toEqual([])
        expect(await sidewaysScroll(page)).toBe(0)
        for (const [button, ready] of [
          ['Assign', page.getByRole('option').first()],
          ['Snooze', page.getByRole('radio').first()],
          ['Resolve with reason', page.getByLabel('How it ended')],
        ] as const) {
          await page
            .getByRole('toolbar')
            .getByRole('button', { name: new RegExp(button) })
            .click()
          await ready.waitFor()
          await shoot(page, `queue-${button.split(' ')[0]?.toLowerCase()}`, look)
          expect(await violations(page), button).toEqual([])
          await page.keyboard.press('Escape')
          await page.getByRole('dialog').waitFor({ state: 'detached' })
        }
      },
      look,
    )
  })
})
