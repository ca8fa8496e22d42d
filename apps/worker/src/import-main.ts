import { runImport } from './import/run-import.ts'

let isStopped = false
const stop = () => {
  isStopped = true
}
process.once('SIGINT', stop)
process.once('SIGTERM', stop)
// Whoever started us, and with it the terminal, is gone.
process.once('disconnect', stop)

process.exitCode = await runImport(process.argv.slice(2), { env: process.env, isStopped: () => isStopped })
// The channel of the one who started us would keep us alive.
process.disconnect?.()
