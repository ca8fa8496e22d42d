import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('..', import.meta.url))

/** The built console as its own process, asking this api. Throws when nothing was built. */
export async function startConsole({ port, apiUrl, secret }: { port: number; apiUrl: string; secret: string }) {
  if (!existsSync(`${folder}.next/BUILD_ID`)) {
    throw new Error('Build the console first: pnpm --filter @mainstay/admin build')
  }
  const child = spawn(process.execPath, ['server.ts'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH ?? '',
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      MAINSTAY_API_URL: apiUrl,
      MAINSTAY_CONSOLE_SECRET: secret,
      NEXT_TELEMETRY_DISABLED: '1',
    },
  })
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill()
    await exited
  }
  for (const deadline = Date.now() + 60_000; ; ) {
    const answer = await fetch(`http://127.0.0.1:${port}/sign-in`).catch(() => undefined)
    if (answer?.ok) return { stop }
    if (child.exitCode !== null) throw new Error(`The console ended with ${child.exitCode} before it answered`)
    if (Date.now() > deadline) {
      await stop()
      throw new Error('The console did not answer within a minute')
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('There is no free port')
  return address.port
}
