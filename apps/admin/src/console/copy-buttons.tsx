'use client'
import { toast } from 'sonner'
import { IconButton } from '@/ui/button.tsx'

function copy(text: string, said: string): void {
  void navigator.clipboard.writeText(text).then(() => toast(said))
}

export function copyHere(): void {
  copy(window.location.href, 'The link to this list is copied.')
}

/** What a thing is called, and where it is, for a message to a colleague. */
export function CopyButtons({ text, href }: { text: string; href: string }) {
  return (
    <span className="inline-flex">
      <IconButton icon="copy" label={`Copy ${text}`} onClick={() => copy(text, `${text} is copied.`)} />
      <IconButton
        icon="link"
        label="Copy link"
        onClick={() => copy(new URL(href, window.location.origin).href, 'The link is copied.')}
      />
    </span>
  )
}
