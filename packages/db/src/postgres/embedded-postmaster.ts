import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/**
 * The port of the server that runs on this folder, if one does. One that is on its way out is waited for, and the lock
 * file of a dead one is removed: after a reboot or in a container its process id may belong to somebody else, which
 * PostgreSQL takes for a running server.
 */
export async function runningPostmaster(dataDir: string): Promise<{ port: number } | undefined> {
  const lockFile = join(dataDir, 'postmaster.pid')
  const deadline = Date.now() + 30_000
  let settled = 0
  while (Date.now() < deadline) {
    const lock = readLock(lockFile)
    if (lock === undefined) return undefined
    if (!isPostmasterOf(lock.pid, dataDir)) {
      rmSync(lockFile, { force: true })
      return undefined
    }
    // Its owner may have died this very moment: only a server that stays ready is somebody's.
    settled = lock.status === 'ready' ? settled + 1 : 0
    if (settled === 10) return { port: lock.port }
    await pause(200)
  }
  throw new Error(`A PostgreSQL of ${dataDir} is running but neither ready nor ending; see ${lockFile}.`)
}

function readLock(file: string): { pid: number; port: number; status: string } | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
  const lines = text.split('\n').map((line) => line.trim())
  return { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7] ?? '' }
}

function isPostmasterOf(pid: number, dataDir: string): boolean {
  return Number.isInteger(pid) && pid > 0 && commandLine(pid).includes(dataDir)
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout ?? ''
  }
}
