'use client'
import type { ReactNode } from 'react'
import { toast } from 'sonner'
import { Button } from './button.tsx'
import { cx } from './class-names.ts'
import { Glyph, type Shape } from './glyph.tsx'
import type { Tone } from './tone.ts'

type StateInput = {
  shape?: Shape
  tone?: Tone
  title: string
  children?: ReactNode
  actions?: ReactNode
  headingLevel?: 1 | 2 | 3
  className?: string
}

/** Says that it is good, or why there is nothing, and names the next event or step. */
export function StateBlock({ shape, tone, title, children, actions, headingLevel = 2, className }: StateInput) {
  const Heading = headingLevel === 1 ? 'h1' : headingLevel === 2 ? 'h2' : 'h3'
  return (
    <div className={cx('flex max-w-120 flex-1 flex-col items-start justify-center px-7 py-10', className)}>
      {shape && <Glyph shape={shape} {...(tone && { tone })} className="mb-3 size-[18px]" />}
      <Heading className="text-base font-semibold tracking-normal">{title}</Heading>
      {children && <div className="mt-1 text-text-2">{children}</div>}
      {actions && <div className="mt-4 flex flex-wrap gap-2">{actions}</div>}
    </div>
  )
}

/** What failed, what did not happen, what to do, and the request id to quote. */
export function ErrorBlock({
  title,
  children,
  requestId,
  onRetry,
  headingLevel,
}: {
  title: string
  children: ReactNode
  requestId?: string | undefined
  onRetry?: (() => void) | undefined
  headingLevel?: 1 | 2 | 3
}) {
  return (
    <div role="alert">
      <StateBlock
        shape="failed"
        title={title}
        {...(headingLevel && { headingLevel })}
        actions={
          <>
            {onRetry && (
              <Button variant="primary" onClick={onRetry}>
                Try again
              </Button>
            )}
            {requestId && (
              <Button
                variant="quiet"
                icon="copy"
                onClick={() => navigator.clipboard.writeText(requestId).then(() => toast('Request id copied.'))}
              >
                Copy request id
              </Button>
            )}
          </>
        }
      >
        {children}
        {requestId && <p className="code mt-3 text-sm text-text-3">{requestId}</p>}
      </StateBlock>
    </div>
  )
}

const widths = [150, 122, 168, 104, 140, 132]

/** Placeholder rows in the shape of the table that is coming. */
export function LoadingTable({
  label,
  columns,
  rows = 12,
}: {
  label: string
  columns: readonly string[]
  rows?: number
}) {
  return (
    <div role="status" aria-busy="true" aria-label={`Loading ${label}`} className="overflow-hidden">
      <table className="data-table" data-still="true">
        <caption className="sr-only">{label}, loading</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: rows }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
            <tr key={row}>
              {columns.map((column, index) => (
                <td key={column}>
                  <span className="skeleton" style={{ width: (widths[(row + index) % widths.length] ?? 120) * 0.7 }} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
