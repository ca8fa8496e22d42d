import { Presets, SingleBar } from 'cli-progress'

export type Progress = { advance(by: number): void; stop(): void }

/** A bar where somebody watches, a line for every tenth elsewhere. */
export function startProgress(total: number, say: (line: string) => void, isTerminal: boolean): Progress {
  return isTerminal ? bar(total) : lines(total, say)
}

function bar(total: number): Progress {
  const shown = new SingleBar({ format: '  {bar} {value} of {total} purchases, {duration_formatted}' }, Presets.rect)
  shown.start(total, 0)
  return { advance: (by) => shown.increment(by), stop: () => shown.stop() }
}

function lines(total: number, say: (line: string) => void): Progress {
  let done = 0
  return {
    advance(by) {
      const tenths = Math.floor((done * 10) / total)
      done += by
      if (Math.floor((done * 10) / total) > tenths) say(`  ${done} of ${total} purchases`)
    },
    stop() {},
  }
}
