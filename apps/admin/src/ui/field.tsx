import { type ComponentProps, type ReactNode, useId } from 'react'
import { cx } from './class-names.ts'
import { Glyph } from './glyph.tsx'

type FieldInput = {
  label: ReactNode
  aside?: ReactNode
  hint?: ReactNode
  error?: string | undefined
  children: (control: {
    id: string
    'aria-describedby': string | undefined
    'aria-invalid': true | undefined
  }) => ReactNode
  className?: string
}

/** Label above, hint below. An error replaces the hint and says how to mend it. */
export function Field({ label, aside, hint, error, children, className }: FieldInput) {
  const id = useId()
  const noteId = `${id}-note`
  const note = error ?? hint
  return (
    <div className={cx('grid max-w-86 gap-1', className)}>
      <label htmlFor={id} className="font-medium">
        {label}
        {aside && <span className="font-normal text-text-3"> {aside}</span>}
      </label>
      {children({
        id,
        'aria-describedby': note === undefined ? undefined : noteId,
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {error !== undefined ? (
        <Problem id={noteId}>{error}</Problem>
      ) : (
        hint !== undefined && (
          <p id={noteId} className="text-sm text-text-3">
            {hint}
          </p>
        )
      )}
    </div>
  )
}

/** How to mend what was written. */
export function Problem({ id, className, children }: { id?: string; className?: string; children: ReactNode }) {
  return (
    <p id={id} className={cx('flex gap-1.5 text-sm text-danger-text', className)}>
      <Glyph shape="failed" className="mt-0.5" />
      {children}
    </p>
  )
}

const box =
  'w-full rounded-sm border border-border-control bg-surface placeholder:text-text-3 focus-visible:outline-offset-[-1px] aria-invalid:border-danger max-md:text-lg'

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input {...rest} className={cx(box, 'h-(--control-h-lg) px-2.5', className)} />
}

export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea rows={3} {...rest} className={cx(box, 'block min-h-16 resize-y px-2.5 py-[7px]', className)} />
}

export function Select({ className, ...rest }: ComponentProps<'select'>) {
  return <select {...rest} className={cx(box, 'h-(--control-h-lg) px-2.5', className)} />
}

export function Checkbox({ className, ...rest }: Omit<ComponentProps<'input'>, 'type'>) {
  return <input type="checkbox" {...rest} className={cx('check', className)} />
}

/** One choice of several, with its label. Radio by default. */
export function Choice({
  type = 'radio',
  children,
  className,
  ...rest
}: Omit<ComponentProps<'input'>, 'type'> & { type?: 'radio' | 'checkbox' }) {
  return (
    <label className={cx('flex items-start gap-2.5 py-1.5', className)}>
      <input type={type} {...rest} className="check mt-[3px]" />
      <span>{children}</span>
    </label>
  )
}

type Option<Value> = { value: Value; label: ReactNode; disabled?: boolean }

type ChoiceInput<Value> = {
  label: string
  options: readonly Option<Value>[]
  value: Value
  onChange: (value: Value) => void
}

/** One of a few that are all in sight. */
export function ChoiceField<Value extends string>({ label, options, value, onChange }: ChoiceInput<Value>) {
  const name = useId()
  return (
    <Choices legend={label}>
      {options.map((option) => (
        <Choice key={option.value} name={name} checked={option.value === value} onChange={() => onChange(option.value)}>
          {option.label}
        </Choice>
      ))}
    </Choices>
  )
}

type SelectInput = Pick<FieldInput, 'label' | 'hint' | 'error'> &
  Omit<ComponentProps<'select'>, 'className'> & { options: readonly Option<string>[] }

/** One of many, behind a list. */
export function SelectField({ label, hint, error, options, ...select }: SelectInput) {
  return (
    <Field label={label} hint={hint} error={error} className="max-w-none">
      {(control) => (
        <Select {...control} {...select}>
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

function Choices({ legend, children }: { legend: ReactNode; children: ReactNode }) {
  return (
    <fieldset>
      <legend className="mb-1 font-medium">{legend}</legend>
      {children}
    </fieldset>
  )
}
