import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generatedDocuments } from './documents.ts'

for (const [name, text] of Object.entries(generatedDocuments))
  writeFileSync(join(import.meta.dirname, '../../../docs', name), text)
