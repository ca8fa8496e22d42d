/** Structured data to read and copy. Scrolls inside itself. */
export function CodeBlock({ label, value }: { label: string; value: unknown }) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2)
  return (
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      role="region"
      aria-label={label}
      className="max-h-96 overflow-auto rounded-md bg-sunken px-3 py-2.5 font-mono text-sm leading-4.5 whitespace-pre text-text-2"
    >
      {text}
    </pre>
  )
}
