import { workItems } from '@/nouns/work-item.ts'
import { ButtonLink } from '@/ui/button.tsx'
import { StateBlock } from '@/ui/states.tsx'

export default function NotFound() {
  return (
    <main className="flex min-h-dvh">
      <StateBlock
        shape="stopped"
        title="There is nothing at this address"
        headingLevel={1}
        actions={
          <ButtonLink href={workItems.list()} prefetch={false}>
            Open the work queue
          </ButtonLink>
        }
      >
        It does not exist, or it belongs to a part of the marketplace that is closed to you.
      </StateBlock>
    </main>
  )
}
