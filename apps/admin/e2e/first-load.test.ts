import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { contextIn } from './look.ts'
import { openStack, type Stack } from './stack.ts'

const scriptKilobytesMax = 300
const fontKilobytesMax = 60

let stack: Stack
let browser: Browser
beforeAll(async () => {
  stack = await openStack()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await stack?.close()
})

/** What the browser received until the page had nothing more to ask for, as it was transferred. */
async function loadOf(path: string) {
  const context = await contextIn({ theme: 'light', width: 1440 }, browser, stack.consoleUrl)
  await stack.signIn(context, 'henrik')
  const page = await context.newPage()
  const client = await context.newCDPSession(page)
  await client.send('Network.enable')
  const names = new Map<string, string>()
  const loaded: { name: string; bytes: number }[] = []
  client.on('Network.responseReceived', ({ requestId, response }) => {
    names.set(requestId, new URL(response.url).pathname)
  })
  client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    loaded.push({ name: names.get(requestId) ?? '', bytes: encodedDataLength })
  })
  await page.goto(stack.consoleUrl + path, { waitUntil: 'load' })
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForTimeout(2_000)
  await context.close()
  const of = (ending: string) => loaded.filter(({ name }) => name.endsWith(ending))
  const kilobytes = (files: readonly { bytes: number }[]) => files.reduce((sum, { bytes }) => sum + bytes, 0) / 1000
  return { scripts: of('.js'), fonts: of('.woff2'), kilobytes }
}

test('the first page after signing in costs little to load', async () => {
  const { scripts, fonts, kilobytes } = await loadOf('/')
  const [script, font] = [kilobytes(scripts), kilobytes(fonts)]
  const largest = scripts.toSorted((a, b) => b.bytes - a.bytes).slice(0, 12)
  process.stdout.write(
    [
      `first load: ${script.toFixed(1)} kB of JavaScript in ${scripts.length} files, ${font.toFixed(1)} kB of fonts in ${fonts.length}`,
      ...largest.map(({ name, bytes }) => `  ${(bytes / 1000).toFixed(1).padStart(6)} kB ${name}`),
      '',
    ].join('\n'),
  )
  expect(script).toBeGreaterThan(50)
  expect(font).toBeGreaterThan(10)
  expect(script).toBeLessThanOrEqual(scriptKilobytesMax)
  expect(font).toBeLessThanOrEqual(fontKilobytesMax)
})
