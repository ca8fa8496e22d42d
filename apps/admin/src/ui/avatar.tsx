import { cx } from './class-names.ts'

/** `you` marks the person who is signed in; no name means nobody owns it. */
export function Avatar({
  name,
  you = false,
  small = false,
}: {
  name: string | undefined
  you?: boolean
  small?: boolean
}) {
  const size = small ? 'size-4.5 text-[8px]' : 'size-5.5 text-[9px]'
  if (name === undefined) {
    return (
      <span
        title="No owner"
        className={cx('inline-grid flex-none rounded-full border border-dashed border-border-control', size)}
      >
        <span className="sr-only">No owner</span>
      </span>
    )
  }
  return (
    <span title={name} className="inline-flex flex-none">
      <span
        aria-hidden="true"
        className={cx(
          'inline-grid place-items-center rounded-full leading-none font-semibold tracking-[.02em]',
          size,
          you
            ? 'bg-accent text-on-accent'
            : 'bg-[color-mix(in_srgb,var(--color-text)_9%,var(--color-surface))] text-text-2',
        )}
      >
        {initials(name)}
      </span>
      <span className="sr-only">{you ? 'You' : name}</span>
    </span>
  )
}

/** Avatar and name; the signed-in person reads as "You". */
export function Person({ name, you = false }: { name: string; you?: boolean }) {
  return (
    <span className="inline-flex items-center gap-[7px]">
      <span aria-hidden="true" className="contents">
        <Avatar name={name} you={you} />
      </span>
      {you ? 'You' : name}
    </span>
  )
}

/** `Maria Lindholm` is `ML`, `system` is `S`. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const first = words[0]?.[0] ?? ''
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''
  return (first + last).toUpperCase()
}
