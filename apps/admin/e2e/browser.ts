import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const known = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The machine's own Chromium, or the packaged one on Linux x64. Fails with a sentence when there is none. */
export async function launchBrowser(): Promise<Browser> {
  const installed = process.env.CHROMIUM_PATH ?? known.find((path) => existsSync(path))
  if (installed !== undefined) return chromium.launch({ executablePath: installed, args: quiet })
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No Chromium was found. Set CHROMIUM_PATH to one.')
  }
  const packaged = (await import('@sparticuz/chromium')).default
  // In a single process a context that is closed while it listens takes the browser with it.
  const args = packaged.args.filter((arg) => arg !== '--single-process')
  return chromium.launch({ executablePath: await packaged.executablePath(), args: [...args, ...quiet] })
}
