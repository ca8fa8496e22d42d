import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'

const Listening = z.object({ listening: z.url(), smtpPort: z.int() })
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

export type SpawnedSandbox = {
  url: string
  smtpPort: number
  webhookSecret: string
  stop: (signal?: NodeJS.Signals) => Promise<void>
}

/** The sandbox as a process of its own, on free ports. With a data file it can be killed and spawned again. */
export async function spawnSandbox(
  options: { port?: number; smtpPort?: number; dataFile?: string; webhookUrl?: string } = {},
): Promise<SpawnedSandbox> {
  const webhookSecret = 'whsec_spawned_sandbox'
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      SANDBOX_PORT: String(options.port ?? 0),
      SANDBOX_SMTP_PORT: String(options.smtpPort ?? 0),
      SANDBOX_WEBHOOK_SECRET: webhookSecret,
      ...(options.dataFile ? { SANDBOX_DATA: options.dataFile } : {}),
      ...(options.webhookUrl ? { SANDBOX_WEBHOOK_URL: options.webhookUrl } : {}),
    },
  })
  const { listening, smtpPort } = Listening.parse(JSON.parse(await firstLine(child)))
  return {
    url: listening,
    smtpPort,
    webhookSecret,
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exited = once(child, 'exit')
      child.kill(signal)
      await exited
    },
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The sandbox has no output to read')
  for await (const line of createInterface({ input: child.stdout })) return line
  throw new Error('The sandbox ended before it listened')
}
