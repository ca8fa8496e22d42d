import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps } from 'react'
import { cx } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'
import { Link } from './link.tsx'
import { type Refusal, RefusalTooltip } from './tooltip.tsx'

const look = cva(
  'relative inline-flex items-center justify-center gap-1.5 whitespace-nowrap rounded-sm font-medium transition-colors motion-fast',
  {
    variants: {
      variant: {
        default: 'inset-ring inset-ring-border-strong hover:bg-hover',
        primary: 'bg-accent text-on-accent hover:bg-accent-hover',
        quiet: 'text-text-2 hover:bg-text/6 hover:text-text',
        action: 'text-accent-text hover:bg-text/6',
        danger: 'text-danger-text inset-ring inset-ring-border-strong hover:bg-danger-tint',
        confirmDanger: 'bg-danger-solid text-on-danger hover:bg-danger-solid/90',
      },
      size: {
        normal: 'h-(--control-h) px-2.5',
        large: 'h-(--control-h-lg) px-3.5',
      },
    },
    compoundVariants: [{ variant: ['quiet', 'action'], size: 'normal', className: 'px-2' }],
    defaultVariants: { variant: 'default', size: 'normal' },
  },
)

const refusedLook =
  'cursor-not-allowed bg-sunken text-text-3 inset-ring inset-ring-border hover:bg-sunken hover:text-text-3'

type Look = VariantProps<typeof look> & { icon?: IconName; iconAfter?: IconName }

/**
 * With a `refusal` the button stays focusable, shows a padlock and says why. While `busy` it keeps its place and width
 * and does nothing.
 */
export function Button({
  variant,
  size,
  icon,
  iconAfter,
  refusal,
  refusedIcon = 'lock',
  busy = false,
  className,
  children,
  onClick,
  ...rest
}: ComponentProps<'button'> & Look & { refusal?: Refusal | undefined; refusedIcon?: IconName; busy?: boolean }) {
  if (refusal !== undefined) {
    return (
      <RefusalTooltip refusal={refusal}>
        <button type="button" {...rest} aria-disabled="true" className={cx(look({ size }), refusedLook, className)}>
          {!iconAfter && <Icon name={refusedIcon} className="size-3.5" />}
          {children}
          {iconAfter && <Icon name={iconAfter} className="size-3.5" />}
        </button>
      </RefusalTooltip>
    )
  }
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={cx(look({ variant, size }), busy && 'cursor-progress opacity-70', className)}
    >
      {icon && <Icon name={icon} className="size-3.5" />}
      {children}
      {iconAfter && <Icon name={iconAfter} className="size-3.5" />}
    </button>
  )
}

export function ButtonLink({
  variant,
  size,
  icon,
  iconAfter,
  className,
  children,
  ...rest
}: ComponentProps<typeof Link> & Look) {
  return (
    <Link {...rest} className={cx(look({ variant, size }), className)}>
      {icon && <Icon name={icon} className="size-3.5" />}
      {children}
      {iconAfter && <Icon name={iconAfter} className="size-3.5" />}
    </Link>
  )
}

const iconLook =
  'inline-grid size-7 flex-none place-items-center rounded-sm text-text-2 hover:bg-text/6 hover:text-text pointer-coarse:size-10'

export function IconButton({
  icon,
  label,
  className,
  ...rest
}: ComponentProps<'button'> & { icon: IconName; label: string }) {
  return (
    <button type="button" aria-label={label} title={label} {...rest} className={cx(iconLook, className)}>
      <Icon name={icon} />
    </button>
  )
}

/** To what is no page, such as a file: the browser itself follows it. */
export function IconAnchor({
  icon,
  label,
  className,
  ...rest
}: ComponentProps<'a'> & { icon: IconName; label: string }) {
  return (
    <a aria-label={label} title={label} {...rest} className={cx(iconLook, className)}>
      <Icon name={icon} />
    </a>
  )
}
