'use client'
import type { BulkOutcome } from '@mainstay/domain/command/bulk'
import { Button } from '@/ui/button.tsx'
import { Dialog } from '@/ui/dialog.tsx'
import { Glyph } from '@/ui/glyph.tsx'
import { wordsOfRefusal } from './failure-words.ts'

type OutcomeInput = { outcome: BulkOutcome; nameOf: (id: string) => string; onClose: () => void }

/** What was not done to which of many, and why; the rest is done. */
export function BulkOutcomeDialog({ outcome: { done, refused }, nameOf, onClose }: OutcomeInput) {
  const all = done.length + refused.length
  return (
    <Dialog
      onClose={onClose}
      title={`${done.length} of ${all} done, ${refused.length} refused`}
      description="What was refused is as it was, and stays selected."
    >
      <ul className="grid gap-3">
        {refused.map(({ id, refusal }) => {
          const words = wordsOfRefusal(refusal)
          return (
            <li key={id} className="flex gap-2.5">
              <Glyph shape="locked" className="mt-1" />
              <div className="min-w-0 wrap-anywhere">
                <p className="font-medium">{nameOf(id)}</p>
                <p className="text-text-2">
                  {words?.fact} {words?.wayOut}
                </p>
              </div>
            </li>
          )
        })}
      </ul>
      <form
        className="mt-4 flex justify-end"
        onSubmit={(event) => {
          event.preventDefault()
          onClose()
        }}
      >
        <Button type="submit" variant="primary">
          Close
        </Button>
      </form>
    </Dialog>
  )
}
