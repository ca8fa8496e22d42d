/** Something outside of the program is to be put right. The message names what and how; a stack would not help. */
export class WrongSetting extends Error {
  override name = 'WrongSetting'
}

/** For the entry of a process: ends it with one sentence where a setting is wrong, and with a stack where we are. */
export function endPlainly(): void {
  process.on('uncaughtException', (error: unknown) => {
    const isOurs = !(error instanceof WrongSetting)
    process.stderr.write(`${isOurs && error instanceof Error ? error.stack : messageOf(error)}\n`)
    process.exit(1)
  })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
