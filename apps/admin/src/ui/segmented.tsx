'use client'
import { cx } from './class-names.ts'

/** Two or three ways to see the same thing. */
export function Segmented<Value extends string>({
  label,
  options,
  value,
  onChange,
}: {
  label: string
  options: readonly { value: Value; label: string }[]
  value: Value
  onChange: (value: Value) => void
}) {
  return (
    <fieldset aria-label={label} className="inline-flex rounded-sm bg-text/6 p-0.5">
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className={cx(
            'h-6 rounded-[4px] px-2.5 text-sm font-medium text-text-2 pointer-coarse:h-9',
            option.value === value && 'bg-surface text-text ring-1 ring-border-strong',
          )}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  )
}
