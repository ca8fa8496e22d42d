'use client'
import type { Overview } from '@mainstay/domain/overview/overview'
import { workItems } from '@/nouns/work-item.ts'
import { Clock } from '@/ui/clock.tsx'
import { Link } from '@/ui/link.tsx'
import { Section } from '@/ui/section.tsx'
import { StateBlock } from '@/ui/states.tsx'
import { Status } from '@/ui/status.tsx'
import { None, NumberCell, Table, TableRegion } from '@/ui/table.tsx'
import { formatCount } from './figures.ts'

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
        <TableRegion label="What waits">
          <Table caption="What waits, by what it is" still>
            <thead>
              <tr>
                <th scope="col">What</th>
                <th scope="col">Soonest</th>
                <th scope="col" className="number">
                  Late
                </th>
                <th scope="col" className="number">
                  Open
                </th>
              </tr>
            </thead>
            <tbody>
              {kinds.map(({ kind, open, late, soonestDueAt }) => {
                const { title, look } = workItems.kinds[kind]
                return (
                  <tr key={kind}>
                    <th scope="row">
                      <Status shape={look.shape} {...(look.tone && { tone: look.tone })}>
                        {title}
                      </Status>
                    </th>
                    <td>{soonestDueAt === null ? <None /> : <Clock due={soonestDueAt} />}</td>
                    <NumberCell className={late > 0 ? 'text-danger-text' : ''}>
                      {late === 0 ? <None /> : formatCount(late)}
                    </NumberCell>
                    <NumberCell>{formatCount(open)}</NumberCell>
                  </tr>
                )
              })}
            </tbody>
          </Table>
        </TableRegion>
      )}
    </Section>
  )
}
