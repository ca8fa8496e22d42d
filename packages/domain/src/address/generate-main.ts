import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { countriesFile } from '../../test/country-data.ts'

writeFileSync(join(import.meta.dirname, 'countries.generated.ts'), countriesFile())
