'use client'

import { formatMoney } from '@mainstay/domain/money/format'
import type { Money } from '@mainstay/domain/money/money'
import { type RefundStatus } from '@mainstay/domain/refund/lifecycle'
import type { Refund } from '@mainstay/domain/refund/refund'
import { type Eye, FourEyes } from '@/console/four-eyes.tsx'
import { useMe } from '@/console/session.tsx'
import { refunds } from '@/nouns/refund.ts'
import { Person } from '@/ui/avatar.tsx'
import { Time } from '@/ui/now.tsx'
import { shortHash } from './decision.ts'

const thenWords: Record<RefundStatus, string> = {
  requested: 'Exactly this refund is sent',
  denied: 'Nothing is sent',
  expired: 'Nothing is sent',
  approved: 'It is about to be sent',
  sending: 'The provider is being asked',
  succeeded: 'The buyer has the money back',
  failed: 'The provider refused it',
  unknown: 'The provider has not answered',
  released: 'It was given up; the books are as before',
}

/** `limit`: the most the reader may release of this seller's; undefined until the api has said it. */
type EyesInput = { refund: Refund; limit: Money | undefined }

/** Who asked, who decides or decided, and what happens with exactly this command. */
export function RefundEyes({ refund, limit }: EyesInput) {
  const me = useMe()
  return (
    <FourEyes
      eyes={[
        {
          state: 'done',
          label: refund.origin === 'provider' ? 'Made at the provider' : 'Requested',
          who: <Person name={refund.requestedBy.name} you={refund.requestedBy.id === me.member.id} />,
          detail: <Time at={refund.requestedAt} />,
        },
        useDecisionEye({ refund, limit }),
        {
          state: refund.status === 'succeeded' ? 'done' : refund.status === 'failed' ? 'refused' : 'next',
          label: 'Then',
          who: thenWords[refund.status],
          detail: refund.origin === 'staff' && (
            <>
              command{' '}
              <span className="code" title={refund.commandHash}>
                {shortHash(refund.commandHash)}
              </span>
              , version {refund.version}
            </>
          ),
        },
      ]}
    />
  )
}

function useDecisionEye({ refund, limit }: EyesInput): Eye {
  const me = useMe()
  if (refund.decidedBy !== null) {
    return {
      state: refund.status === 'denied' ? 'refused' : 'done',
      label: refund.status === 'denied' ? 'Denied' : 'Approved',
      who: <Person name={refund.decidedBy.name} you={refund.decidedBy.id === me.member.id} />,
      detail: refund.decidedAt === null ? refunds.look[refund.status].words : <Time at={refund.decidedAt} />,
    }
  }
  if (refund.origin === 'provider') {
    return { state: 'done', label: 'Decision', who: 'Nobody here', detail: 'The provider told us of it afterwards' }
  }
  if (refund.status === 'expired') {
    return {
      state: 'refused',
      label: 'Decision',
      who: 'Nobody in time',
      detail: (
        <>
          lapsed <Time at={refund.expiresAt} />
        </>
      ),
    }
  }
  if (refund.requestedBy.id === me.member.id) {
    return { state: 'now', label: 'Decision', who: 'A second person', detail: 'Never the one who asked' }
  }
  return {
    state: 'now',
    label: 'Decision',
    who: <Person name={me.member.name} you />,
    detail: [me.member.title, ...(limit === undefined ? [] : [limitWords(limit)])].join(' · '),
  }
}

function limitWords(limit: Money): string {
  return limit.amount === 0 ? 'no limit for refunds of this seller' : `limit ${formatMoney(limit)}`
}
