import * as z from 'zod'
import { oneLine } from '../text/text.ts'

/** The short name of a marketplace as people write or paste it: `NORDWIND` and `nordwind ` are nordwind. */
export const Workspace = z.string().overwrite(asWorkspace).max(41)

export function asWorkspace(written: string): string {
  return oneLine(written).toLowerCase()
}
