import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'

export type Look = { theme: 'light' | 'dark'; width: 1440 | 390 }

export const looks: readonly Look[] = [
  { theme: 'light', width: 1440 },
  { theme: 'dark', width: 1440 },
  { theme: 'light', width: 390 },
  { theme: 'dark', width: 390 },
]

/** A browser context in one look. The theme is the person's own choice, as the cookie holds it. */
export async function contextIn(look: Look, browser: Browser, address: string): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.width === 390 ? 844 : 900 },
    hasTouch: look.width === 390,
    isMobile: look.width === 390,
    reducedMotion: 'reduce',
    // axe is put into the page, which the policy of the product rightly forbids.
    bypassCSP: true,
  })
  const value = encodeURIComponent(`theme=${look.theme}&density=comfortable&keys=on`)
  await context.addCookies([{ name: 'mainstay-view', value, url: address }])
  return context
}

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** Every violation of every rule, best practices included, one line each. */
export async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axeSource })
  const found = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })')
  return found.violations.flatMap((violation) =>
    violation.nodes.map(
      (node) => `${violation.id}: ${violation.help} (${node.target.join(' ')}) ${node.failureSummary ?? ''}`,
    ),
  )
}

/** How many pixels the page itself scrolls sideways: always zero. */
export async function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

/** Saves what the page looks like, when a folder is named by MAINSTAY_SHOTS. */
export async function shoot(page: Page, name: string, look: Look): Promise<void> {
  const folder = process.env.MAINSTAY_SHOTS
  if (folder === undefined) return
  await page.screenshot({ path: `${folder}/${name}-${look.width}-${look.theme}.png`, fullPage: true })
}
