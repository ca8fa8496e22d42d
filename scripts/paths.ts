import { dirname, join, resolve } from 'node:path'

export const root = dirname(import.meta.dirname)

/** Where everything lies that a start writes and a later one finds: database, logs, passwords. */
export const dataDir = resolve(root, process.env['MAINSTAY_DATA_DIR'] ?? '.data')

export function logFile(name: string): string {
  return join(dataDir, 'logs', `${name}.log`)
}

/** Arguments for Node that run Next's command line without a shell between it and its signals. */
export function nextCommand(...args: string[]): string[] {
  return [join(root, 'apps/admin/node_modules/next/dist/bin/next'), ...args]
}
