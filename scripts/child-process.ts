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
const STEADY_AFTER_MILLISECONDS = 30_000
const LAST_LINES = 15

// The shell's code for a command that SIGKILL ended: somebody else did that, and nothing is wrong with the command.
export const KILLED = 137

/** Runs a command of Node to its end; `onLine` sees its output. Throws with its last lines when it fails. */
export async function runToEnd(command: Command, register: (task: Running) => void, onLine: (line: string) => void) {
  const child = launch(command, onLine)
  register({ name: command.name, stop: child.stop })
  const code = await child.ended
  if (code !== 0) throw new Error(`${command.name} failed (exit code ${code}):\n${child.lastLines()}`)
}

/**
 * Keeps a command of Node running: restarts it with growing pauses, and calls `giveUp` when it ends by itself too often.
 * What was killed is started again however often that happens.
 */
export function keepRunning(command: Command, giveUp: (reason: string) => void): Running {
  let stopping = false
  let current = launch(command, (line) => warn(command.name, line))

  const watch = async () => {
    for (let failures = 0; ; ) {
      const begun = performance.now()
      const code = await current.ended
      if (stopping) return
      if (performance.now() - begun > STEADY_AFTER_MILLISECONDS) failures = 0
      const wait = BACK_OFF_MILLISECONDS[code === KILLED ? 0 : failures]
      if (code !== KILLED) failures += 1
      if (wait === undefined) {
        giveUp(
          `${command.name} ends again and again (exit code ${code}); see ${command.logFile}:\n${current.lastLines()}`,
        )
        return
      }
      say(`${command.name} ended (exit code ${code}); starting it again in ${wait / 1000} s (${command.logFile})`)
      await pause(wait)
      if (stopping) return
      current = launch(command, (line) => warn(command.name, line))
    }
  }
  void watch()

  return {
    name: command.name,
    stop: async () => {
      stopping = true
      await current.stop()
    },
  }
}

type Launched = { ended: Promise<number>; stop(): Promise<void>; lastLines(): string }

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
      log.write(`${line}\n`)
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
