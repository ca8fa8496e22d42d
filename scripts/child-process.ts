import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { openLog } from './log.ts'
import { say } from './terminal.ts'

export type Command = { name: string; args: string[]; cwd: string; env: NodeJS.ProcessEnv; logFile: string }
export type Running = { name: string; stop(): Promise<void> }

// A Ctrl-C reaches the whole terminal group, and kill -9 nobody but us. Each child therefore lives in a group of its
// own, under a guard that reads our end of a pipe: when it closes, the child is asked to end, and made to after 20 s.
const GUARD = `exec 3<&0
"$@" </dev/null 3<&- & server=$!
(read -r _ <&3; kill -TERM $server; n=0; while [ $n -lt 20 ]; do sleep 1; n=$((n+1)); done; kill -KILL 0) 2>/dev/null & guard=$!
wait $server; code=$?
kill $guard 2>/dev/null
exit $code`

const BACK_OFF_MILLISECONDS = [500, 1000, 2000, 4000, 8000]
const PAUSE_MAX_MILLISECONDS = 10_000
const STEADY_AFTER_MILLISECONDS = 30_000
const LAST_LINES = 15

// The shell's code for a command that SIGKILL ended: somebody else did that, and nothing is wrong with the command.
const KILLED = 137

/** Runs a command of Node to its end; `onLine` sees its output. Throws with its last lines when it fails. */
export async function runToEnd(command: Command, register: (task: Running) => void, onLine: (line: string) => void) {
  const child = launch(command, onLine)
  register({ name: command.name, stop: child.stop })
  const code = await child.ended
  if (code !== 0) throw new Error(`${command.name} failed (exit code ${code}):\n${child.lastLines()}`)
}

/** Keeps a command of Node running, as `keepUp` does. */
export function keepRunning(command: Command, giveUp: (reason: string) => void): Running {
  const { name, logFile } = command
  const again = () => launch(command, (line) => warn(name, line))
  return keepUp({ name, logFile, current: again(), again }, giveUp)
}

export type Launched = { ended: Promise<number | null>; stop(): Promise<void>; lastLines(): string }
type Kept = { name: string; logFile: string; current: Launched; again: () => Launched | Promise<Launched> }

/**
 * Starts what ends by itself again, with growing pauses. `giveUp` is for what never stayed up: what has is started again
 * for as long as it takes, since the world around it (a full disk) must first get better. So is what was killed.
 */
export function keepUp({ name, logFile, current: first, again }: Kept, giveUp: (reason: string) => void): Running {
  let stopping = false
  let current = first

  const watch = async () => {
    let hasStayedUp = false
    for (let failures = 0; ; ) {
      const begun = performance.now()
      const code = await current.ended
      if (stopping) return
      if (performance.now() - begun > STEADY_AFTER_MILLISECONDS) {
        hasStayedUp = true
        failures = 0
      }
      if (failures === BACK_OFF_MILLISECONDS.length && !hasStayedUp) {
        giveUp(`${name} ends again and again (exit code ${code}); see ${logFile}:\n${current.lastLines()}`)
        return
      }
      const wait = BACK_OFF_MILLISECONDS[code === KILLED ? 0 : failures] ?? PAUSE_MAX_MILLISECONDS
      if (code !== KILLED) failures += 1
      say(`${name} ended (exit code ${code}); starting it again in ${wait / 1000} s (${logFile})`)
      await pause(wait)
      if (stopping) return
      current = await again()
      if (stopping) await current.stop()
    }
  }
  void watch()

  return {
    name,
    stop: async () => {
      stopping = true
      await current.stop()
    },
  }
}

function launch({ args, cwd, env, logFile }: Command, onLine: (line: string) => void): Launched {
  const log = openLog(logFile)
  const child = spawn('/bin/sh', ['-c', GUARD, 'guard', process.execPath, ...args], {
    cwd,
    env,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.on('error', () => {})
  const last: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      log.write(line)
      last.push(line)
      if (last.length > LAST_LINES) last.shift()
      onLine(line)
    })
  }
  const ended = new Promise<number>((resolve) => {
    child.once('error', () => resolve(127))
    child.once('exit', () => sweep(child))
    child.once('close', (code) => {
      log.end()
      resolve(code ?? KILLED)
    })
  })
  const stop = async () => {
    child.stdin.end()
    await ended
  }
  return { ended, stop, lastLines: () => last.join('\n') }
}

/** Ends what the child has left behind in its group. */
function sweep(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // Nobody is left.
  }
}

const Warning = /"level":(4|5|6)0\b/
const Message = /"msg":"((?:[^"\\]|\\.)*)"/

function warn(name: string, line: string): void {
  if (Warning.test(line)) say(`${name}: ${Message.exec(line)?.[1] ?? line}`)
}
