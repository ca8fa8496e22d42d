import { execFileSync } from 'node:child_process'

/** What runs in a started Mainstay and can be killed. */
export const targets = ['api', 'worker', 'postgres'] as const
export type Target = (typeof targets)[number]

const command: Record<Target, RegExp> = {
  api: /apps\/api\/src\/main\.ts$/,
  worker: /apps\/worker\/src\/main\.ts$/,
  postgres: /\/postgres -D .* -p \d+/,
}

type Process = { pid: number; parent: number; args: string }

/** The process itself, below the supervisor and the shells that guard it; undefined while it is down. */
export function findProcess(supervisor: number, target: Target): Process | undefined {
  return descendantsOf(supervisor).find(({ args }) => !args.startsWith('/bin/sh') && command[target].test(args))
}

/** Ends a process as a power cut would. Answers whether it was there. */
export function killNow(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL')
    return true
  } catch {
    return false
  }
}

function descendantsOf(root: number): Process[] {
  const all = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8', maxBuffer: 1 << 24 })
    .split('\n')
    .flatMap((line) => {
      const [, pid, parent, args] = /^\s*(\d+)\s+(\d+)\s+(.*\S)/.exec(line) ?? []
      return pid && parent && args ? [{ pid: Number(pid), parent: Number(parent), args }] : []
    })
  const found: Process[] = []
  for (const parents = [root]; parents.length > 0; ) {
    const parent = parents.pop()
    for (const child of all) {
      if (child.parent !== parent) continue
      found.push(child)
      parents.push(child.pid)
    }
  }
  return found
}
