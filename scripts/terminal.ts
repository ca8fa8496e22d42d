const begun = performance.now()

// A terminal that is gone, or a full disk behind it, stops nothing.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

/** One short line with the seconds since the command began. */
export function say(line: string): void {
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  process.stdout.write(`${seconds.padStart(6)} s  ${line}\n`)
}

export function complain(line: string): void {
  process.stderr.write(`\n${line}\n\n`)
}

/** What went wrong, for a person: the message of an error and of its causes, without a stack. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : `${error.message} (${reasonOf(error.cause)})`
}
