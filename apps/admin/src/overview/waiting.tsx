'use client'
import type { Overview } from '@mainstay/domain/overview/overview'
import type { WorkItemKind } from '@mainstay/domain/work-item/kind'
import { DetailTable } from '@/console/detail-table.tsx'
import { workItems } from '@/nouns/work-item.ts'
import { Clock } from '@/ui/clock.tsx'
import { formatCount } from '@/ui/count.ts'
import { Link } from '@/ui/link.tsx'
import { Section } from '@/ui/section.tsx'
import { StateBlock } from '@/ui/states.tsx'
import { Status } from '@/ui/status.tsx'
import { None } from '@/ui/table.tsx'

/** What waits, by what it is; what is due soonest first. */
export function Waiting({ kinds }: { kinds: NonNullable<Overview['work']>['kinds'] }) {
  return (
    <Section
      flush
      title="What waits"
      aside="soonest clock first"
      actions={
        <Link className="link" href={workItems.list()}>
          Work queue
        </Link>
      }
    >
      {kinds.length === 0 ? (
        <StateBlock shape="done" title="Nothing waits" headingLevel={3}>
          What is stuck, late or needs a person appears here.
        </StateBlock>
      ) : (
        <DetailTable
          label="What waits"
          caption="What waits, by what it is"
          rows={kinds}
          rowId={({ kind }) => kind}
          columns={[
            { id: 'what', name: 'What', kind: 'rowHeader', cell: ({ kind }) => <What kind={kind} /> },
            {
              id: 'soonest',
              name: 'Soonest',
              cell: ({ soonestDueAt }) => (soonestDueAt === null ? <None /> : <Clock due={soonestDueAt} />),
            },
            {
              id: 'late',
              name: 'Late',
              kind: 'number',
              className: 'max-sm:hidden',
              cell: ({ late }) => <Late count={late} />,
            },
            { id: 'open', name: 'Open', kind: 'number', cell: ({ open }) => formatCount(open) },
          ]}
        />
      )}
    </Section>
  )
}

function What({ kind }: { kind: WorkItemKind }) {
  const { title, look } = workItems.kinds[kind]
  return (
    <Status className="max-sm:whitespace-normal" shape={look.shape} {...(look.tone && { tone: look.tone })}>
      {title}
    </Status>
  )
}

function Late({ count }: { count: number }) {
  return count === 0 ? <None /> : <span className="text-danger-text">{formatCount(count)}</span>
}
