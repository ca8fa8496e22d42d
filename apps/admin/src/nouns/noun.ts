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

/** The refusals of a rule by their codes. */
export type ByCode<R extends Refusal> = { [Each in R as Each['code']]: Each }

/** Words of every "no" of a rule: fact, then rule, then way out. A refusal without words does not compile. */
export type RefusalWords<R extends Refusal> = {
  [Code in keyof ByCode<R>]: RefusalText | ((refusal: ByCode<R>[Code]) => RefusalText)
}
