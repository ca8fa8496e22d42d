import { spawnSync } from 'node:child_process'
import { root } from './paths.ts'
import { sourceFiles } from './source-files.ts'
import { complain, say } from './terminal.ts'

// The tables come first: what others generate reads them.
const mains = [...sourceFiles('packages'), ...sourceFiles('apps')].filter((file) => file.endsWith('/generate-main.ts'))

for (const main of mains) {
  say(main)
  const { status } = spawnSync(process.execPath, [main], { cwd: root, stdio: 'inherit' })
  if (status === 0) continue
  complain(`${main} failed (exit code ${status})`)
  process.exit(1)
}
say(`${mains.length} generators ran; see what changed with git diff`)
