import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './paths.ts'

/** The environment by which browser tests find a Chromium that starts, or why there is none. */
export type Chromium = { env: { CHROMIUM_PATH: string; LD_LIBRARY_PATH?: string } } | { missing: string }

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

export function findChromium(): Chromium {
  const asked = process.env['CHROMIUM_PATH']
  if (asked)
    return starts(asked) ? { env: { CHROMIUM_PATH: asked } } : { missing: `CHROMIUM_PATH=${asked} does not start` }
  const found = installed.find((path) => starts(path))
  if (found !== undefined) return { env: { CHROMIUM_PATH: found } }
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { missing: 'install Chromium or set CHROMIUM_PATH' }
  return (
    fromPackage({}) ??
    fromPackage(bringingItsLibraries()) ?? { missing: 'neither an installed nor a packed Chromium starts' }
  )
}

/** The packed build is made for a cloud that lacks the libraries it needs: asked from there, it unpacks them too. */
function bringingItsLibraries(): NodeJS.ProcessEnv {
  rmSync(join(tmpdir(), 'chromium'), { recursive: true, force: true })
  return { AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' }
}

function fromPackage(extra: NodeJS.ProcessEnv): Chromium | undefined {
  const unpack = `const { default: chromium } = await import('@sparticuz/chromium')
    const path = await chromium.executablePath()
    console.log(path + '\\n' + (process.env.LD_LIBRARY_PATH ?? ''))`
  const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', unpack], {
    cwd: join(root, 'apps/admin'),
    env: { ...process.env, ...extra },
    encoding: 'utf8',
  })
  const [path, libraries] = stdout.split('\n')
  if (status !== 0 || !path || !starts(path, libraries)) return undefined
  return { env: { CHROMIUM_PATH: path, ...(libraries && { LD_LIBRARY_PATH: libraries }) } }
}

function starts(path: string, libraries?: string): boolean {
  const env = { ...process.env, ...(libraries && { LD_LIBRARY_PATH: libraries }) }
  return spawnSync(path, ['--version'], { env, timeout: 30_000 }).status === 0
}
