import type { Permission } from '@mainstay/domain/access/permission'
import type { Refusal } from '@mainstay/domain/command/decision'
import type { Shape } from '@/ui/glyph.tsx'
import type { IconName } from '@/ui/icon.tsx'
import type { Tone } from '@/ui/tone.ts'
import type { Refusal as RefusalText } from '@/ui/tooltip.tsx'

/** What the sidebar, the breadcrumbs and the palette know of a noun. `g` and its key open it. */
export type NavigationItem = {
  group: 'Work' | 'Trade' | 'Control' | 'Platform'
  title: string
  href: string
  icon: IconName
  key: string
  permission: Permission
}

/** How a state looks and reads. A table of them is a Record of the union: a state without words does not compile. */
export type StateLook = { shape: Shape; tone?: Tone; words: string }

/** A move of a lifecycle: its button and key, what it does, what a person has to write, and what is said when it is done. */
export type MoveWords = { label: string; keys?: string; says: string; hint?: string; done: string; danger?: true }

type Coded = { code: string }

/** The members of a union by their codes. */
export type ByCode<U extends Coded> = { [Each in U as Each['code']]: Each }

/** Words for every code of a union, with its facts in them: a code without words does not compile. */
export type WordsByCode<U extends Coded, Words, About extends unknown[] = []> = {
  [Code in keyof ByCode<U>]: Words | ((facts: ByCode<U>[Code], ...about: About) => Words)
}

/** Words of every "no" of a rule: fact, then rule, then way out. */
export type RefusalWords<R extends Refusal> = WordsByCode<R, RefusalText>

/** The words of a text that is not ours, where the table has some: for `constructor` no table has. */
export function wordsFor(table: Readonly<Record<string, string>>, text: string): string | undefined {
  return Object.hasOwn(table, text) ? table[text] : undefined
}

export function wordsIn<U extends Coded, Words, About extends unknown[]>(
  table: WordsByCode<U, Words, About>,
  facts: U,
  ...about: About
): Words {
  // The table has for each code what takes the facts of that code.
  const found = table[facts.code as keyof ByCode<U>] as Words | ((facts: U, ...about: About) => Words)
  return found instanceof Function ? found(facts, ...about) : found
}
