import * as z from 'zod'
import { startSandbox } from './sandbox.ts'

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port, 0 to 65535')
  .transform(Number)
  .pipe(z.int().max(65_535))
const Environment = z.object({
  SANDBOX_PORT: port.default(4100),
  SANDBOX_SMTP_PORT: port.default(4125),
  SANDBOX_DATA: z.string().optional(),
  SANDBOX_WEBHOOK_URL: z.url().optional(),
  SANDBOX_WEBHOOK_SECRET: z.string().default('whsec_sandbox'),
})

const { data: env, error } = Environment.safeParse(process.env)
if (error) {
  process.stderr.write(`${z.prettifyError(error)}\n`)
  process.exit(1)
}
const sandbox = await startSandbox({
  port: env.SANDBOX_PORT,
  smtpPort: env.SANDBOX_SMTP_PORT,
  webhookSecret: env.SANDBOX_WEBHOOK_SECRET,
  ...(env.SANDBOX_DATA ? { dataFile: env.SANDBOX_DATA } : {}),
  ...(env.SANDBOX_WEBHOOK_URL ? { webhookUrl: env.SANDBOX_WEBHOOK_URL } : {}),
})
process.stdout.write(`${JSON.stringify({ listening: sandbox.url, smtpPort: sandbox.smtpPort })}\n`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void sandbox.stop().then(() => process.exit(0))
  })
}
