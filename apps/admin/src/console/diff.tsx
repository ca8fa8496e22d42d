export type FieldChange = {
  field: string
  before: string | number | boolean | null
  after: string | number | boolean | null
}

/** Fields before and after. A field that is the same on both sides is context. */
export function Diff({ changes }: { changes: readonly FieldChange[] }) {
  const width = Math.max(...changes.map((change) => change.field.length), 4) + 2
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label="Changed fields"
      className="overflow-x-auto rounded-md bg-sunken py-1.5 font-mono text-sm leading-5 whitespace-pre"
    >
      {changes.flatMap((change) => {
        const name = change.field.padEnd(width)
        if (change.before === change.after) {
          return [<Line key={change.field} look="text-text-2" text={`  ${name}${String(change.after)}`} />]
        }
        return [
          change.before !== null && (
            <Line
              key={`${change.field}-before`}
              look="bg-danger-tint text-danger-text"
              words="Before: "
              text={`− ${name}${String(change.before)}`}
            />
          ),
          change.after !== null && (
            <Line
              key={`${change.field}-after`}
              look="bg-positive-tint text-positive-text"
              words="After: "
              text={`+ ${name}${String(change.after)}`}
            />
          ),
        ]
      })}
    </section>
  )
}

function Line({ look, words, text }: { look: string; words?: string; text: string }) {
  return (
    <div className={`min-w-max px-2.5 py-px ${look}`}>
      {words && <span className="sr-only">{words}</span>}
      {text}
    </div>
  )
}
