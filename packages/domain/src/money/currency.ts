import * as z from 'zod'
import { isCurrency } from './minor-digits.ts'

const noCode = 'must be an ISO 4217 currency code such as EUR'

/** A known ISO 4217 code. The type is plain text: rows and messages carry codes, and every boundary parses them. */
export const Currency = z.string().max(3, { error: noCode, abort: true }).refine(isCurrency, { error: noCode })
export type Currency = z.infer<typeof Currency>
