import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import * as z from 'zod'

const Workspace = z.object({
  tenant: z.string(),
  people: z.array(z.object({ name: z.string(), email: z.string(), role: z.string() })),
  storefrontApiKey: z.string(),
})
export type Workspace = z.infer<typeof Workspace>

/** The first marketplace is the file's own; the second stands apart, so that readers of one need not know of it. */
const SignIn = Workspace.extend({ password: z.string(), others: z.array(Workspace).default([]) })
export type SignIn = z.infer<typeof SignIn>

export function readSignIn(file: string): SignIn | undefined {
  if (!existsSync(file)) return undefined
  const read = SignIn.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  return read.success ? read.data : undefined
}

/** Readable by its owner alone, and there as a whole or not at all. */
export function writeSignIn(file: string, signIn: SignIn): void {
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(draft, `${JSON.stringify(signIn, null, 2)}\n`, { mode: 0o600 })
  renameSync(draft, file)
}
