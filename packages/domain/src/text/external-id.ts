import * as z from 'zod'
import { invisibleIn } from './invisible.ts'

/** An id that another system gave: compared by its characters, so it holds none that nobody sees. */
export function ExternalId({ max, empty }: { max: number; empty: string }) {
  return z
    .string()
    .overwrite(asId)
    .min(1, empty)
    .max(max)
    .check((context) => {
      const message = externalIdProblem(context.value)
      if (message !== undefined) context.issues.push({ code: 'custom', input: context.value, message })
    })
}

/** As it is kept: composed, without blanks around it. */
export function asId(text: string): string {
  return text.normalize('NFC').trim()
}

/** What is wrong with it, and how to mend it. */
export function externalIdProblem(id: string): string | undefined {
  const found = invisibleIn(id)
  return found && `holds ${found}; remove it`
}
