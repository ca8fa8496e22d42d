import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root } from './paths.ts'

const passedOver = new Set(['node_modules', '.next', '.turbo', '.data', '.git', 'dist'])

/** Every file below a folder of the repository that a person wrote, relative to the root and sorted. */
export function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !passedOver.has(entry.name))
    .flatMap((entry) => {
      const path = relative(root, join(root, folder, entry.name))
      if (entry.isDirectory()) return sourceFiles(path)
      return entry.isFile() ? [path] : []
    })
    .sort()
}
