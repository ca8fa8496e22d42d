import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataDir } from './paths.ts'

/** Written by the demo: who can sign in to the console, and with which password. */
export const signInFile = join(dataDir, 'sign-in.json')

/** Lines for the terminal: the people, and the password the first time. */
export function signInLines(isFirstTime: boolean): string[] {
  if (!existsSync(signInFile)) return []
  const written: unknown = JSON.parse(readFileSync(signInFile, 'utf8'))
  const people = list(written, 'people').map((person) => `  ${text(person, 'email')}  ${text(person, 'role')}`)
  const password = isFirstTime ? text(written, 'password') : `in ${signInFile}`
  return [`Sign in at the workspace "${text(written, 'tenant')}", password ${password}`, ...people]
}

function field(record: unknown, key: string): unknown {
  return typeof record === 'object' && record !== null ? Object.getOwnPropertyDescriptor(record, key)?.value : undefined
}

function text(record: unknown, key: string): string {
  const value = field(record, key)
  return typeof value === 'string' ? value : ''
}

function list(record: unknown, key: string): unknown[] {
  const value = field(record, key)
  return Array.isArray(value) ? value : []
}
