import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './paths.ts'
import { sourceFiles } from './source-files.ts'

// A path in a document is in backquotes and begins with a folder of the repository, or is the target of a link.
const quoted = /`((?:apps|packages|scripts|docs|bench|\.ci)\/[\w./[\]@-]*|[A-Z]+\.md|[\w.-]+\.(?:json|yaml|mjs))`/g
const linked = /\]\((?!https?:|mailto:|#)([^)#\s]+)/g
const madeLater = /\.data|bench\/results\.json/

const documents = sourceFiles('.').filter((file) => file.endsWith('.md'))
const missing = documents.flatMap((document) =>
  readFileSync(join(root, document), 'utf8')
    .split('\n')
    .flatMap((text, index) => pathsIn(text, document).map((path) => ({ path, where: `${document}:${index + 1}` })))
    .filter(({ path }) => !existsSync(join(root, path))),
)

for (const { path, where } of missing) process.stderr.write(`${where} names ${path}, which does not exist.\n`)
if (missing.length > 0) process.exit(1)
process.stdout.write(`the paths in ${documents.length} documents exist\n`)

function pathsIn(text: string, document: string): string[] {
  const fromRoot = [...text.matchAll(quoted)].map((match) => match[1] ?? '').filter((path) => !madeLater.test(path))
  const fromDocument = [...text.matchAll(linked)].map((match) => join(dirname(document), match[1] ?? ''))
  return [
    ...fromRoot.filter((path) => path.includes('/') || existsSync(join(root, path)) || path.endsWith('.md')),
    ...fromDocument,
  ]
}
