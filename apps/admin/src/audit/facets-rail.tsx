'use client'
import { startTransition, useOptimistic } from 'react'
import { Choice } from '@/ui/field.tsx'
import type { Facet } from './facets.ts'

type RailInput = {
  facets: readonly Facet[]
  chosen: Readonly<Record<string, string>>
  onChoose: (key: Facet['key'], value: string | undefined) => void
}

/** Beside the rows from 960 px, folded above them below that. */
export function FacetsRail(input: RailInput) {
  return (
    <>
      <div className="w-54 flex-none border-r px-(--gutter) py-4 pr-4 max-stack:hidden group-data-drawer/page:max-[100rem]:hidden">
        <Groups {...input} />
      </div>
      <details className="border-b px-(--gutter) py-2 stack:hidden">
        <summary className="cursor-pointer py-1 font-medium">Narrow down by who and what</summary>
        <div className="pt-2 pb-1">
          <Groups {...input} />
        </div>
      </details>
    </>
  )
}

function Groups({ facets, chosen, onChoose }: RailInput) {
  return (
    <div className="grid gap-4">
      {facets.map((facet) =>
        facet.values.length === 0 ? null : (
          <fieldset key={facet.key} className="min-w-0">
            <legend className="mb-1 text-sm font-medium text-text-3">{facet.title}</legend>
            {facet.values.map(({ value, label, count }) => (
              <FacetChoice
                key={value}
                label={label}
                count={count}
                chosen={chosen[facet.key] === value}
                onChoose={(isChosen) => onChoose(facet.key, isChosen ? value : undefined)}
              />
            ))}
          </fieldset>
        ),
      )}
      <p className="text-sm text-text-3">Counted on this page of the log.</p>
    </div>
  )
}

type ChoiceInput = { label: string; count: number; chosen: boolean; onChoose: (isChosen: boolean) => void }

/** Shows what was chosen at once; the rows follow when the server has answered. */
function FacetChoice({ label, count, chosen, onChoose }: ChoiceInput) {
  const [shown, show] = useOptimistic(chosen)
  return (
    <Choice
      type="checkbox"
      checked={shown}
      onChange={({ target }) => {
        startTransition(() => {
          show(target.checked)
          onChoose(target.checked)
        })
      }}
      className="py-1 [&>span]:flex [&>span]:min-w-0 [&>span]:flex-1 [&>span]:gap-2"
    >
      <span className="min-w-0 flex-1 wrap-anywhere">{label}</span>
      <span className="text-text-3 tabular-nums">{count}</span>
    </Choice>
  )
}
