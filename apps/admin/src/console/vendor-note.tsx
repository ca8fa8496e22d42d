import { Note } from '@/ui/note.tsx'
import { vendorWords } from './vendor-words.ts'

/** Why something stopped, in words for staff; what the vendor said is one click away for engineers. */
export function VendorNote({ title, text }: { title: string; text: string }) {
  const said = vendorWords(text)
  return (
    <Note shape="failed" title={title}>
      {said === undefined ? (
        <span className="wrap-anywhere">{text}</span>
      ) : (
        <>
          {said.cause} {said.means} {said.next}
          <RawText text={said.raw} />
        </>
      )}
    </Note>
  )
}

/** Word for word, one click away: for engineers. */
export function RawText({ text }: { text: string }) {
  return (
    <details className="mt-1.5">
      <summary className="cursor-pointer text-sm">What it said, for engineers</summary>
      <code className="code text-sm wrap-anywhere">{text}</code>
    </details>
  )
}
