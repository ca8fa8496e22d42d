'use client'
import { Dialog } from '@/ui/dialog.tsx'
import { Kbd } from '@/ui/kbd.tsx'
import { keyLabels } from './key-name.ts'
import { type KeyBinding, useAllKeys } from './keys.tsx'

/** All keys that work on this page. */
export function KeySheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const all = useAllKeys()
  const bindings = open ? all() : []
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Keys"
      description="Single keys are off while a field has focus. The menu beside your name switches them off everywhere."
    >
      <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
        <KeyList title="This page" bindings={bindings.filter(({ place }) => place === undefined)} />
        <KeyList title="Everywhere" bindings={bindings.filter(({ place }) => place === 'Everywhere')} />
      </div>
    </Dialog>
  )
}

function KeyList({ title, bindings }: { title: string; bindings: readonly KeyBinding[] }) {
  if (bindings.length === 0) return null
  return (
    <section>
      <h3 className="mb-1.5">{title}</h3>
      <ul className="grid gap-1.5">
        {bindings.map((binding) => (
          <li key={binding.keys} className="flex items-center justify-between gap-4">
            <span className="text-text-2">{binding.label}</span>
            <span className="flex gap-1">
              {keyLabels(binding.keys).map((label) => (
                <Kbd key={label}>{label}</Kbd>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
