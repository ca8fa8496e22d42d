import { Button, ButtonLink } from './button.tsx'

type Step = { href: string | undefined; why: string }

/** Keyset paging: no page numbers, and the list is not counted. */
export function Pager({ text, newer, older }: { text: string; newer: Step; older: Step }) {
  return (
    <nav aria-label="Pages" className="flex flex-wrap items-center gap-2 px-(--gutter) py-2.5 text-text-2">
      <span>{text}</span>
      <span className="ml-auto flex gap-2">
        {newer.href === undefined ? (
          <Button refusal={{ fact: newer.why }} refusedIcon="arrowLeft">
            Newer
          </Button>
        ) : (
          <ButtonLink href={newer.href} icon="arrowLeft" rel="prev">
            Newer
          </ButtonLink>
        )}
        {older.href === undefined ? (
          <Button refusal={{ fact: older.why }} iconAfter="arrowRight">
            Older
          </Button>
        ) : (
          <ButtonLink href={older.href} iconAfter="arrowRight" rel="next">
            Older
          </ButtonLink>
        )}
      </span>
    </nav>
  )
}
